/**
 * Writes the generated files; with --check, it only checks that they are up to date. `instances` writes the table of
 * instance types from data of AWS, which the project does not keep. `permissions` does the same for what CloudFormation
 * does with the deployer's permissions.
 */

if (process.argv[2] === 'instances') {
  await import('./instances.mjs');
} else if (process.argv[2] === 'permissions') {
  await import('./permissions.mjs');
} else {
  await import('./properties.mjs');
  await import('./attributes.mjs');
  await import('./update-behavior.mjs');
  await import('./reference.mjs');
  await import('./json-schema.mjs');
  await import('./exports.mjs');
  await import('./codes.mjs');
  await import('./from-provose.mjs');
  await import('./graphs.mjs');
  await import('./notices.mjs');
}
