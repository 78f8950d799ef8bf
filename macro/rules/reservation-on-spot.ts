import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html */
export const reservationOnSpot: Rule = {
  code: 'reservation-on-spot',
  severity: 'error',
  description: 'A Capacity Reservation, which is for On-Demand Instances, in an environment of Spot Instances.',
  check: eachModule(({ environments }, report) => {
    for (const { value, path } of environments) {
      const { capacity_reservation: reservation, compute_environment_type: type } = value.instances;
      if (reservation === undefined || type !== 'SPOT') continue;
      const message = 'capacity_reservation is for On-Demand Instances, and compute_environment_type is SPOT';
      const hint = 'Remove capacity_reservation, or set compute_environment_type to EC2.';
      report([...path, 'instances', 'capacity_reservation'], message, hint);
    }
  }),
};
