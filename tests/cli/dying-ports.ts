/** Ports of an operator's command that is killed. */
import type { OperatorPorts } from "../../shared/ports/operators.js";

export class Killed extends Error {}

/** Ports whose caller is killed once `last` calls have been made: each of them took effect. */
export const dyingAfter = (last: number, ports: OperatorPorts): { ports: OperatorPorts; calls(): number } => {
  let made = 0;
  const dying = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return (...input: unknown[]) => {
          const answer: unknown = member.apply(target, input);
          if (!(answer instanceof Promise)) return answer;
          made += 1;
          const mine = made;
          return answer.then((value: unknown) => {
            if (mine >= last) throw new Killed();
            return value;
          });
        };
      },
    });
  const wrapped = Object.entries(ports).map(([name, port]) => [
    name,
    typeof port === "object" ? dying(port as object) : port,
  ]);
  return { ports: Object.fromEntries(wrapped) as OperatorPorts, calls: () => made };
};
