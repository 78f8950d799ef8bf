/** A fault of whoever deploys: its message says what to do, and is all that CloudFormation is told. */
export class UserFault extends Error {}
