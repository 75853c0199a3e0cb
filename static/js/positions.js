// Who stands where on any day, from the one compact file of a crisis and filter.

const DAY = 86_400_000; // ms

const at = (day) => Date.parse(`${day}T00:00:00Z`);

/** The positions of all days. Days are numbers, counted from the first day with a stance. */
export class Positions {
  constructor(file) {
    this.file = file;
    this.first = at(file.first);
  }

  /** Fetch the file; the browser keeps it until the public revision changes. */
  static async load(address) {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return new Positions(await response.json());
  }

  /** The number of a day written as YYYY-MM-DD. */
  number(day) {
    return Math.round((at(day) - this.first) / DAY);
  }

  /** A day's number as YYYY-MM-DD. */
  day(number) {
    return new Date(this.first + number * DAY).toISOString().slice(0, 10);
  }

  /** Where `code` stands on the day of this number, or null. */
  of(code, number) {
    const steps = this.file.actors?.[code];
    if (!steps) return null;
    let found = null;
    for (const step of steps) {
      if (step[0] > number) break;
      found = step;
    }
    if (found === null || found[1] < 0) return null;
    const [, kind, stance, since, line, second, flags] = found;
    return {
      kind: this.file.kinds[kind],
      stance,
      since,
      line: this.file.lines[line],
      second: second < 0 ? null : this.file.kinds[second],
      divided: (flags & 1) === 1,
      announced: (flags & 2) === 2,
    };
  }

  /** The days with a new stance, as numbers. */
  get days() {
    return this.file.days ?? [];
  }
}
