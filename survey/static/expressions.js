// What does a form's expression answer?  The trees and the answers of db/rules/expressions.py, which decides;
// this one only shows and hides.  A day is {day}, a moment {day, us}, several nodes an array; rarer functions
// are in expressions_more.js.
(() => {
  'use strict';
  const CLOSE = 1e-12;
  const nodes = (value) => (Array.isArray(value) ? (value.length ? value : ['']) : [value]);
  const one = (value) => nodes(value)[0];

  const number = (value) => {
    const single = one(value);
    if (typeof single !== 'string') return typeof single === 'object' ? single.day : Number(single);
    const spelt = single.replace(/,/g, '.').trim();
    return /^-?(\d+\.?\d*|\.\d+)$/.test(spelt) ? Number(spelt) : NaN;
  };
  // As XPath writes numbers: never with an exponent.
  const numberText = (n) => {
    const whole = Math.trunc(n);
    if (!isFinite(n)) return String(n);
    if (Math.abs(n - whole) < CLOSE) return self.BigInt ? String(BigInt(whole)) : whole.toFixed();
    const [digits, power] = n.toExponential().split('e');
    return n.toFixed(Math.max(0, digits.replace(/^-?\d\.?/, '').length - power));
  };
  const text = (value) => {
    const single = one(value);
    if (typeof single === 'object') return new Date(single.day * 864e5).toISOString().slice(0, 10);
    return typeof single === 'number' ? numberText(single) : String(single);
  };
  const truth = (value) => {
    const single = one(value);
    return typeof single === 'number' ? Math.abs(single) > CLOSE : !!single;
  };
  const isBlank = (value) => one(value) === '' || Number.isNaN(one(value));
  const codes = (value) => text(value).split(' ').filter(Boolean);

  const either = (kind, a, b) => typeof a === kind || typeof b === kind;
  const same = (a, b) => (either('boolean', a, b) ? truth(a) === truth(b)
    : either('number', a, b) ? Math.abs(number(a) - number(b)) < CLOSE : text(a) === text(b));

  const run = (tree, scope) => steps[tree[0]](tree, scope);
  // What a calculation leaves for other expressions: one value, NaN as empty.
  const computed = (tree, scope) => {
    const value = one(run(tree, scope));
    return Number.isNaN(value) ? '' : value;
  };
  // True if it holds for any node of one side with any node of the other.
  const pairs = (holds) => (tree, scope) => {
    const right = nodes(run(tree[2], scope));
    return nodes(run(tree[1], scope)).some((a) => right.some((b) => holds(a, b)));
  };
  const order = (holds) => pairs((a, b) => holds(number(a), number(b)));
  const sums = (compute) => (tree, scope) => compute(number(run(tree[1], scope)), number(run(tree[2], scope)));
  const holds = (scope) => (part) => truth(run(part, scope));
  const steps = {
    num: (tree) => tree[1],
    str: (tree) => tree[1],
    ref: (tree, scope) => (scope.values.has(tree[1]) ? scope.values.get(tree[1]) : []),
    dot: (tree, scope) => scope.dot,
    col: (tree, scope) => scope.row.get(tree[1]) || '',
    or: (tree, scope) => tree.slice(1).some(holds(scope)),
    and: (tree, scope) => tree.slice(1).every(holds(scope)),
    '=': pairs(same),
    '!=': pairs((a, b) => !same(a, b)),
    '<': order((a, b) => a < b),
    '<=': order((a, b) => a <= b),
    '>': order((a, b) => a > b),
    '>=': order((a, b) => a >= b),
    '+': sums((a, b) => a + b),
    '-': sums((a, b) => a - b),
    '*': sums((a, b) => a * b),
    div: sums((a, b) => a / b),
    mod: sums((a, b) => a % b),
    neg: (tree, scope) => -number(run(tree[1], scope)),
    call: ([, name, parts], scope) => (lazy[name] ? lazy[name](parts, scope)
      : functions[name](parts.map((part) => run(part, scope)), scope)),
  };
  // Functions that do not look at all their arguments, or look at the answer itself.
  const lazy = {
    if: (parts, scope) => run(parts[holds(scope)(parts[0]) ? 1 : 2], scope),
    coalesce: (parts, scope) => {
      const first = run(parts[0], scope);
      return isBlank(first) ? run(parts[1], scope) : first;
    },
    once: (parts, scope) => (isBlank(scope.dot) ? run(parts[0], scope) : scope.dot),
    depend: (parts, scope) => run(parts[0], scope),
  };

  // The values meant: the nodes of a single argument, else one value for each argument.
  const spread = (parts) => (parts.length === 1 && Array.isArray(parts[0]) ? parts[0] : parts.map(one));
  const numbers = (parts) => spread(parts).map(number).filter((n) => !Number.isNaN(n));
  const best = (better) => (parts) => numbers(parts).reduce((a, b) => (Number.isNaN(a) || better(b, a) ? b : a), NaN);
  const present = (value) => (Array.isArray(value) ? value : [value]);
  const selected = ([all, code]) => ` ${text(all)} `.includes(` ${text(code).trim()} `);
  const functions = {
    boolean: ([value]) => truth(value),
    concat: (parts) => spread(parts).map(text).join(''),
    contains: ([all, part]) => text(all).includes(text(part)),
    count: ([value]) => present(value).length,
    'count-non-empty': ([value]) => present(value).filter((node) => !isBlank(node)).length,
    'count-selected': ([value]) => codes(value).length,
    false: () => false,
    int: ([value]) => Math.trunc(number(value)) + 0,
    'is-selected': selected,
    max: best((a, b) => a > b),
    min: best((a, b) => a < b),
    not: ([value]) => !truth(value),
    number: ([value]) => number(value),
    selected,
    string: ([value]) => text(value),
    'string-length': ([value]) => Array.from(text(value)).length,
    sum: (parts) => numbers(parts).reduce((a, b) => a + b, 0),
    true: () => true,
  };

  self.Expressions = { run, computed, steps, lazy, functions, readers: {}, one, number, text, truth, codes, spread };
})();
