/** The version of the macro that every line of a log has. The build replaces the variable by the version of the package. */
export const VERSION = process.env['PROVOSE_BATCH_VERSION'] ?? 'not built';
