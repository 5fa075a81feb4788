import { expect, it } from "@jest/globals";
import { NumberedList } from "../../../src/user-pool/store/numbered-list.js";
import fc from "../../support/property.js";

it("reads in the order of numbers from any number on, whatever was put and removed", () => {
  const number = fc.nat({ max: 30 });
  const step = fc.record({ put: fc.boolean(), number });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), number, (steps, first) => {
      const list = new NumberedList<string>();
      const model = new Map<number, string>();
      for (const [at, { put, number: each }] of steps.entries()) {
        if (put) list.put(each, `item ${at}`);
        else list.remove(each);
        if (put) model.set(each, `item ${at}`);
        else model.delete(each);
      }
      const ordered = [...model].sort(([left], [right]) => left - right);

      expect([...list.from()]).toEqual(ordered);
      expect([...list.from(first)]).toEqual(ordered.filter(([each]) => each >= first));
      expect(list.size).toBe(model.size);
    }),
  );
});

it("misses no entry when its reader removes and adds while it reads", () => {
  const stay = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1 });
  fc.assert(
    fc.property(stay, fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 60 }))), (staying, changes) => {
      const list = new NumberedList<number>();
      for (let each = 0; each <= 60; each += 1) list.put(each, each);
      const left = [...changes];
      const seen: number[] = [];
      for (const [number] of list.from()) {
        seen.push(number);
        for (const [put, other] of left.splice(0, 3)) {
          if (put) list.put(other, other);
          else if (!staying.includes(other)) list.remove(other);
        }
        if (!staying.includes(number)) list.remove(number);
      }

      expect(seen).toEqual(expect.arrayContaining(staying));
      expect(seen).toEqual([...new Set(seen)].sort((one, another) => one - another));
    }),
  );
});
