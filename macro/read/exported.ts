/** The maps of the exports of a module's entries, which docs/exports.md describes. An entry is under its key. */
export const EXPORTED = {
  environments: 'batch.aws_batch_compute_environment.batch',
  queues: 'batch.aws_batch_job_queue.batch',
  definitions: 'batch.aws_batch_job_definition.batch',
} as const;
