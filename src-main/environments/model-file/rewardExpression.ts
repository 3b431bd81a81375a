/**
 * A reward as a person writes it: numbers, sensors of the model, arithmetic, comparisons and a few functions. Parsed once
 * into a function; what does not parse is refused with its place.
 *
 *   expression = sum [ ("<" | "<=" | ">" | ">=") sum ]          1 where it holds, else 0
 *   sum        = product { ("+" | "-") product }
 *   product    = sign { ("*" | "/") sign }
 *   sign       = ["-"] value
 *   value      = number | sensor [ "[" index "]" ] | name "(" expression { "," expression } ")" | "(" expression ")"
 */
import { StudioError } from '../../../shared/errors.ts';
import { PLAIN_NAME, rewardName } from '../../../shared/rewardNames.ts';
import { tolerance } from '../control-suite/rewards.ts';

/** Name and number of values of each sensor. */
export type SensorSizes = Readonly<Record<string, number>>;

/** What an expression reads: a sensor's value, and the seconds since the episode began. */
export interface RewardInputs {
  sensor(name: string, index: number): number;
  time(): number;
}

export type RewardFunction = (inputs: RewardInputs) => number;

interface FunctionEntry {
  readonly parameters: readonly string[];
  readonly evaluate: (values: readonly number[]) => number;
}

const one = (f: (x: number) => number): FunctionEntry => ({
  parameters: ['x'],
  evaluate: ([x = NaN]) => f(x),
});

/** Besides these, `length(sensor)` is the length of a sensor's vector. */
export const REWARD_FUNCTIONS: Readonly<Record<string, FunctionEntry>> = {
  abs: one(Math.abs),
  sqrt: one(Math.sqrt),
  exp: one(Math.exp),
  log: one(Math.log),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tanh: one(Math.tanh),
  min: { parameters: ['a', 'b'], evaluate: ([a = NaN, b = NaN]) => Math.min(a, b) },
  max: { parameters: ['a', 'b'], evaluate: ([a = NaN, b = NaN]) => Math.max(a, b) },
  clamp: {
    parameters: ['x', 'low', 'high'],
    evaluate: ([x = NaN, low = NaN, high = NaN]) => Math.min(Math.max(x, low), high),
  },
  /** The suite's soft indicator: 1 between low and high, 0.1 one margin outside. */
  tolerance: {
    parameters: ['x', 'low', 'high', 'margin'],
    evaluate: ([x = NaN, lower = NaN, upper = NaN, margin = NaN]) => tolerance(x, { lower, upper, margin }),
  },
};

/** Characters. */
export const LONGEST_REWARD = 10_000;
/** Parentheses, calls and signs within each other: each is a call of its own at every step of a simulation. */
export const DEEPEST_REWARD = 64;
/** Of names in an error. */
const MOST_SHOWN = 400;

/**
 * @throws StudioError `environment.badExpression` with `position` (from 1), what was `found` there and what was `expected`,
 * `environment.expressionTooLong`, `environment.expressionTooDeep`.
 */
export function parseReward(text: string, sensors: SensorSizes): RewardFunction {
  if (text.length > LONGEST_REWARD) {
    throw new StudioError('environment.expressionTooLong', { length: text.length, limit: LONGEST_REWARD });
  }
  return new Parser(text, sensors).parse();
}

/** For a field that checks while one types. @returns null where the expression is right. */
export function checkReward(text: string, sensors: SensorSizes): StudioError | null {
  try {
    parseReward(text, sensors);
    return null;
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
}

interface Token {
  /** `quoted`: a sensor's name, whatever else is called so. */
  readonly kind: 'number' | 'name' | 'quoted' | 'sign' | 'end' | 'unknown';
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

const NUMBER = /\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/u;
const QUOTED = /"[^"]*"|'[^']*'/u;
const SIGN = /<=|>=|[-+*/()<>,[\]]/u;
const TOKEN = new RegExp(
  `\\s*(?:(${NUMBER.source})|(${PLAIN_NAME.source})|(${QUOTED.source})|(${SIGN.source})|(\\S))`,
  'uy',
);

function tokenize(text: string, sensors: SensorSizes): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [whole, number, name, quoted, sign, unknown = ''] = match;
    let found = number ?? name ?? quoted ?? sign ?? unknown;
    const at = match.index + whole.length - found.length;
    if (quoted !== undefined) {
      tokens.push({ kind: 'quoted', text: quoted.slice(1, -1), at });
      continue;
    }
    if (name !== undefined && !Object.hasOwn(sensors, name)) {
      // A minus or a point belongs to a name only where a sensor is called so.
      found = /^[\p{L}\p{N}_]+/u.exec(name)?.[0] ?? name;
      TOKEN.lastIndex = at + found.length;
    }
    const kind =
      number !== undefined ? 'number' : name !== undefined ? 'name' : sign !== undefined ? 'sign' : 'unknown';
    tokens.push({ kind, text: found, at });
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

interface Term {
  readonly value: RewardFunction;
  readonly apply: (left: number, right: number) => number;
}

/** Term by term: functions within each other would overflow the stack where a sum has thousands of terms. */
function fromLeft(first: RewardFunction, rest: readonly Term[]): RewardFunction {
  if (rest.length === 0) return first;
  return (inputs) => {
    let result = first(inputs);
    for (const { value, apply } of rest) result = apply(result, value(inputs));
    return result;
  };
}

class Parser {
  readonly #sensors: SensorSizes;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, sensors: SensorSizes) {
    this.#sensors = sensors;
    this.#tokens = tokenize(text, sensors);
  }

  parse(): RewardFunction {
    const reward = this.#expression();
    if (this.#peek().kind !== 'end') throw this.#refuse(this.#peek(), '+ - * /');
    return reward;
  }

  #within(parse: () => RewardFunction): RewardFunction {
    if (++this.#depth > DEEPEST_REWARD) {
      throw new StudioError('environment.expressionTooDeep', {
        position: this.#peek().at + 1,
        limit: DEEPEST_REWARD,
      });
    }
    const inner = parse();
    this.#depth--;
    return inner;
  }

  #expression(): RewardFunction {
    const left = this.#sum();
    const sign = this.#peek();
    if (sign.kind !== 'sign' || !['<', '<=', '>', '>='].includes(sign.text)) return left;
    this.#next++;
    const right = this.#sum();
    switch (sign.text) {
      case '<':
        return (inputs) => (left(inputs) < right(inputs) ? 1 : 0);
      case '<=':
        return (inputs) => (left(inputs) <= right(inputs) ? 1 : 0);
      case '>':
        return (inputs) => (left(inputs) > right(inputs) ? 1 : 0);
      default:
        return (inputs) => (left(inputs) >= right(inputs) ? 1 : 0);
    }
  }

  #sum(): RewardFunction {
    const first = this.#product();
    const rest: Term[] = [];
    for (;;) {
      if (this.#take('+')) rest.push({ value: this.#product(), apply: (sum, value) => sum + value });
      else if (this.#take('-')) rest.push({ value: this.#product(), apply: (sum, value) => sum - value });
      else return fromLeft(first, rest);
    }
  }

  #product(): RewardFunction {
    const first = this.#sign();
    const rest: Term[] = [];
    for (;;) {
      if (this.#take('*')) rest.push({ value: this.#sign(), apply: (product, value) => product * value });
      else if (this.#take('/'))
        rest.push({ value: this.#sign(), apply: (product, value) => product / value });
      else return fromLeft(first, rest);
    }
  }

  #sign(): RewardFunction {
    if (!this.#take('-')) return this.#value();
    const value = this.#within(() => this.#sign());
    return (inputs) => -value(inputs);
  }

  #value(): RewardFunction {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#next++;
      const value = Number(token.text);
      return () => value;
    }
    if (this.#take('(')) {
      const inner = this.#within(() => this.#expression());
      this.#expect(')');
      return inner;
    }
    if (token.kind === 'quoted') {
      if (!Object.hasOwn(this.#sensors, token.text)) throw this.#refuse(token, this.#known());
      this.#next++;
      return this.#sensor(token);
    }
    if (token.kind !== 'name') throw this.#refuse(token, '1.5, (, sensor');
    this.#next++;
    if (this.#isSign('(')) return this.#call(token);
    if (Object.hasOwn(this.#sensors, token.text)) return this.#sensor(token);
    if (token.text === 'time') return (inputs) => inputs.time();
    throw this.#refuse(token, `time, ${this.#known()}`);
  }

  /** The sensors, as they are written here. */
  #known(): string {
    return Object.keys(this.#sensors).map(rewardName).join(', ');
  }

  #call(name: Token): RewardFunction {
    this.#expect('(');
    if (name.text === 'length') return this.#length();
    const entry = Object.hasOwn(REWARD_FUNCTIONS, name.text) ? REWARD_FUNCTIONS[name.text] : undefined;
    if (entry === undefined)
      throw this.#refuse(name, ['length', ...Object.keys(REWARD_FUNCTIONS)].join(', '));
    const values: RewardFunction[] = [];
    for (const i of entry.parameters.keys()) {
      if (i > 0) this.#expect(',');
      values.push(this.#within(() => this.#expression()));
    }
    this.#expect(')');
    return (inputs) => entry.evaluate(values.map((value) => value(inputs)));
  }

  #length(): RewardFunction {
    const name = this.#peek();
    const size = Object.hasOwn(this.#sensors, name.text) ? this.#sensors[name.text] : undefined;
    if ((name.kind !== 'name' && name.kind !== 'quoted') || size === undefined) {
      throw this.#refuse(name, this.#known());
    }
    this.#next++;
    this.#expect(')');
    return (inputs) => {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const value = inputs.sensor(name.text, i);
        sum += value * value;
      }
      return Math.sqrt(sum);
    };
  }

  /** A sensor of one value needs no index; of several, one. */
  #sensor(name: Token): RewardFunction {
    const size = this.#sensors[name.text] ?? 0;
    if (!this.#isSign('[')) {
      if (size !== 1) throw this.#refuse(this.#peek(), '[0]');
      return (inputs) => inputs.sensor(name.text, 0);
    }
    this.#expect('[');
    const token = this.#peek();
    const index = Number(token.text);
    if (token.kind !== 'number' || !Number.isInteger(index) || index >= size) {
      throw this.#refuse(token, `0 ... ${size - 1}`);
    }
    this.#next++;
    this.#expect(']');
    return (inputs) => inputs.sensor(name.text, index);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] ?? { kind: 'end', text: '', at: 0 };
  }

  #take(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#next++;
    return true;
  }

  /** A sensor may be called like a sign. */
  #isSign(sign: string): boolean {
    const { kind, text } = this.#peek();
    return kind === 'sign' && text === sign;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#refuse(this.#peek(), sign);
  }

  #refuse(token: Token, expected: string): StudioError {
    return new StudioError('environment.badExpression', {
      position: token.at + 1,
      found: token.text.slice(0, MOST_SHOWN),
      expected: expected.length > MOST_SHOWN ? `${expected.slice(0, MOST_SHOWN)} …` : expected,
    });
  }
}
