// The rarer part of expressions.js: dates, mathematics, patterns, and answers that are typed rather than chosen.
(() => {
  'use strict';
  const { run, steps, functions, readers, one, number, text, truth, codes, spread } = self.Expressions;
  const DAY = 864e8, ZONE = 7 * 36e8; // microseconds; the Association's zone is UTC+7
  const FIRST = -719162, LAST = 2932896; // 0001-01-01, 9999-12-31
  const isDate = (value) => typeof value === 'object';
  const pad = (n, size) => String(n).padStart(size, '0');

  // -- days and moments
  const calendar = (day) => new Date(day * 864e5);
  const dayOf = (year, month, day) => {
    const at = new Date(0);
    at.setUTCFullYear(year, month - 1, day);
    return year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === Number(day) ? { day: at / 864e5 } : '';
  };
  const moment = (day, us) => {
    const whole = day + Math.floor(us / DAY);
    return whole < FIRST || whole > LAST ? '' : { day: whole, us: us - Math.floor(us / DAY) * DAY };
  };
  const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?$/;
  const readMoment = (raw) => {
    const [, date, clock] = /^([^T]*)T?([^]*)$/.exec(raw.trim());
    const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date);
    const found = parts && dayOf(parts[1], parts[2], parts[3]);
    if (!found || !clock) return found || '';
    const [whole, h, m, s = 0, part = '', utc, sign, zh = 0, zm = 0] = TIME.exec(clock) || [];
    if (!whole || h > 23 || m > 59 || s > 59) return '';
    const us = ((h * 60 + Number(m)) * 60 + Number(s)) * 1e6 + Number(part.padEnd(6, '0'));
    const offset = (zh * 60 + Number(zm)) * 6e7 * (sign === '-' ? -1 : 1);
    return moment(found.day, utc || sign ? us - offset + ZONE : us);
  };
  const evenly = (n) => {
    const up = Math.round(n);
    return up - n === 0.5 && up % 2 ? up - 1 : up;
  };
  const fromDays = (n, keepTime) => {
    if (Number.isNaN(n)) return n;
    if (!(n > FIRST - 1 && n <= LAST)) return '';
    const day = Math.trunc(n) + 0;
    return keepTime ? moment(day, evenly((n - day) * DAY) + ZONE) : { day };
  };
  const asDate = (value, keepTime) => {
    const single = one(value);
    if (isDate(single)) return keepTime || !('us' in single) ? single : { day: single.day };
    return typeof single === 'string' ? readMoment(single) : fromDays(Number(single), keepTime);
  };
  // A text that is only a time of day (the answer to a time question) is a moment of the first day.
  const onFirstDay = (single) => (typeof single === 'string' && TIME.test(single.trim()) ? `1970-01-01T${single.trim()}` : single);
  const exactDays = (at) => at.day + (at.us || 0) / DAY;
  const real = (value) => (isDate(one(value)) ? exactDays(one(value)) : number(value));
  const now = (scope) => scope.now || moment(0, Date.now() * 1000 + ZONE);
  // What a date function makes of a number, and of anything else.
  const decimal = (ofNumber, ofDate) => ([value]) => {
    const single = one(value);
    if (typeof single === 'number') return ofNumber(single);
    const at = asDate(onFirstDay(single), true);
    return isDate(at) ? ofDate(at) : at;
  };
  const fraction = (n) => n - Math.floor(n);
  const hour = (us) => Math.floor(us / 36e8);
  const SHOWN = {
    '%': () => '%',
    Y: (at) => pad(at.getUTCFullYear(), 4),
    y: (at) => pad(at.getUTCFullYear() % 100, 2),
    m: (at) => pad(at.getUTCMonth() + 1, 2),
    n: (at) => at.getUTCMonth() + 1,
    b: (at) => `thg ${at.getUTCMonth() + 1}`,
    d: (at) => pad(at.getUTCDate(), 2),
    e: (at) => at.getUTCDate(),
    H: (at, us) => pad(hour(us), 2),
    h: (at, us) => hour(us),
    M: (at, us) => pad(Math.floor(us / 6e7) % 60, 2),
    S: (at, us) => pad(Math.floor(us / 1e6) % 60, 2),
    3: (at, us) => pad(Math.floor(us / 1000) % 1000, 3),
    a: (at) => ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'][at.getUTCDay()],
  };
  const formatDate = ([value, pattern]) => {
    const at = asDate(onFirstDay(one(value)), true);
    if (!isDate(at)) return '';
    return text(pattern).replace(/%([^])/g, (whole, name) => (SHOWN[name] ? SHOWN[name](calendar(at.day), at.us || 0) : whole));
  };

  // -- numbers
  const asInt = (value) => Math.trunc(Math.max(-(2 ** 31), Math.min(2 ** 31, number(value) || 0)));
  // Halves go up (-2.5 is -2), judged by the digits the number is written with.
  const round = ([value, wanted = 0]) => {
    const n = number(value), places = asInt(wanted);
    if (!isFinite(n)) return n;
    if (Math.abs(places) > 30) return NaN;
    const [mantissa, power] = Math.abs(n).toExponential().split('e');
    const digits = mantissa.replace('.', ''), keep = Number(power) + 1 + places;
    if (keep >= digits.length) return n;
    const rest = keep < 0 ? '0' : digits.slice(keep), kept = '0' + digits.slice(0, Math.max(0, keep));
    const up = n > 0 ? rest >= '5' : rest > '5';
    const found = up ? kept.replace(/\d9*$/, (tail) => Number(tail[0]) + 1 + '0'.repeat(tail.length - 1)) : kept;
    return Number(`${n < 0 ? '-' : ''}${found}e${-places}`);
  };

  // -- text
  const chars = (value) => Array.from(text(value));
  const substr = ([value, from, to]) => {
    const all = chars(value);
    const [start, end] = [asInt(from), to === undefined ? all.length : asInt(to)]
      .map((place) => (place < 0 ? Math.max(0, place + all.length) : place));
    return all.slice(start, Math.max(start, end)).join('');
  };
  const translate = ([value, old, fresh]) => {
    const from = chars(old), to = chars(fresh);
    return chars(value).map((char) => (from.includes(char) ? to[from.indexOf(char)] || '' : char)).join('');
  };
  const cut = (after) => ([value, mark]) => {
    const all = text(value), place = all.indexOf(text(mark));
    if (after) return place < 0 ? '' : all.slice(place + text(mark).length);
    return all.slice(0, Math.max(0, place));
  };
  const checklist = ([least, most, ...flags]) => {
    const found = spread(flags).filter(truth).length;
    return (asInt(least) < 0 || found >= asInt(least)) && (asInt(most) < 0 || found <= asInt(most));
  };
  const weighted = ([least, most, ...rest]) => {
    let total = 0;
    for (let at = 0; at < rest.length - 1; at += 2) if (truth(rest[at])) total += number(rest[at + 1]);
    return number(least) <= total && total <= number(most);
  };

  const decoded = ([value]) => {
    try {
      const bytes = Uint8Array.from(atob(text(value)), (char) => char.charCodeAt(0));
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (unread) {
      return '';
    }
  };

  Object.assign(functions, {
    'base64-decode': decoded,
    'boolean-from-string': ([value]) => ['true', '1'].includes(text(value).toLowerCase()),
    checklist,
    date: ([value]) => asDate(value, false),
    'date-time': ([value]) => asDate(value, true),
    'decimal-date-time': decimal((n) => n, (at) => exactDays(at) - 7 / 24),
    'decimal-time': decimal((n) => (isFinite(n) ? fraction(n) : NaN), (at) => fraction(exactDays(at))),
    'ends-with': ([all, part]) => text(all).endsWith(text(part)),
    exp10: ([n]) => Math.pow(10, real(n)),
    'format-date': formatDate,
    'format-date-time': formatDate,
    join: ([glue, ...parts]) => spread(parts).map(text).join(text(glue)),
    'normalize-space': ([value]) => text(value).trim().split(/\s+/).join(' '),
    now: (parts, scope) => now(scope),
    pi: () => Math.PI,
    round,
    'selected-at': ([value, place]) => codes(value)[asInt(place)] || '',
    'starts-with': ([all, part]) => text(all).startsWith(text(part)),
    substr,
    'substring-after': cut(true),
    'substring-before': cut(false),
    today: (parts, scope) => ({ day: now(scope).day }),
    translate,
    'weighted-checklist': weighted,
  });
  for (const name of ['abs', 'acos', 'asin', 'atan', 'atan2', 'cos', 'exp', 'log', 'log10', 'pow', 'sin', 'sqrt', 'tan']) {
    functions[name] = (parts) => Math[name](...parts.map(real));
  }

  // -- patterns: the program of db/rules/patterns.py, all states at once, so that none runs away
  const inSet = ([, , bounds, categories], char) => {
    const code = char.codePointAt(0);
    return bounds.some((low, at) => at % 2 === 0 && low <= code && code <= bounds[at + 1])
      || categories.some((name) => new RegExp(`\\p{${name}}`, 'u').test(char));
  };
  const reach = (program, heads, atStart, atEnd) => {
    const seen = new Set(), found = [];
    for (const waiting = heads; waiting.length;) {
      const state = waiting.pop(), [act, ...rest] = program[state];
      if (seen.has(state)) continue;
      seen.add(state);
      if (act === 'set' || act === 'match') found.push(state);
      else if (act === 'start' || act === 'end') (act === 'start' ? atStart : atEnd) && waiting.push(state + 1);
      else waiting.push(...rest);
    }
    return found;
  };
  steps.regex = (tree, scope) => {
    const program = tree[2], all = chars(run(tree[1], scope));
    if (all.length > 4000) return false;
    let states = reach(program, [0], true, !all.length);
    all.forEach((char, at) => {
      const moved = states.filter((state) => program[state][0] === 'set' && inSet(program[state], char) !== !!program[state][1]);
      states = reach(program, moved.map((state) => state + 1), false, at === all.length - 1);
    });
    return states.some((state) => program[state][0] === 'match');
  };
  steps['choice-name'] = (tree, scope) => text(run(tree[1], scope)).split(/\s+/).filter(Boolean)
    .map((code) => scope.label(tree[2], code)).join(', ');

  // -- chance: db/rules/xpath_chance.py throws the same dice
  const mixed = (word) => {
    let n = Math.imul(word ^ (word >>> 16), 0x85EBCA6B);
    n = Math.imul(n ^ (n >>> 13), 0xC2B2AE35);
    return (n ^ (n >>> 16)) >>> 0;
  };
  steps.random = (tree, scope) => {
    let hashed = 0x811C9DC5;
    for (const byte of new TextEncoder().encode(`${scope.seed || ''}:${tree[1]}`)) hashed = Math.imul(hashed ^ byte, 0x01000193);
    return ((mixed(hashed) >>> 5) * 2 ** 26 + (mixed(hashed + 0x9E3779B9) >>> 6)) / 2 ** 53;
  };

  // -- typed answers, read as db/rules/answer_kinds.py reads them; what cannot be read counts as skipped
  const fold = (raw) => raw.replace(/[\uFF0C-\uFF19]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xFEE0))
    .replace(/[\u3000\u00A0\u2007\u2009\u202F]/g, ' ').replace(/\u2212/g, '-').normalize('NFC').trim();
  const within = (n) => (Math.abs(n) <= 999999999999999 ? n : '');
  const WHOLE = '-?(?:\\d+|[1-9]\\d{0,2}(?:\\.\\d{3})+|[1-9]\\d{0,2}(?: \\d{3})+)';
  const grouped = (plain) => Number(plain.replace(/[. ]/g, '').replace(',', '.'));
  const typed = (patterns) => (raw) => {
    const plain = fold(raw), [, read] = patterns.find(([pattern]) => pattern.test(plain)) || [];
    return read && plain.length <= 40 ? within(read(plain)) : '';
  };
  const clock = (raw) => {
    const [whole, h, m = 0, s = 0] = /^(\d{1,2})(?:[:hg](\d{2})(?::(\d{2})(?:\.\d{1,6})?)?|[hg])$/.exec(fold(raw).toLowerCase()) || [];
    return whole && h < 24 && m < 60 && s < 60 ? ((h * 60 + Number(m)) * 60 + Number(s)) * 1e6 : '';
  };
  const REFUSED = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]/;
  const UNSEEN = /[\uFEFF\u200B\u200E\u200F\u061C\u202A-\u202E\u2060\u2066-\u2069]/g;
  Object.assign(readers, {
    integer: typed([[new RegExp(`^${WHOLE}$`), grouped]]),
    decimal: typed([[new RegExp(`^${WHOLE}(?:,\\d+)?$`), grouped], [/^-?\d+\.\d+$/, Number]]),
    date: (raw) => {
      const [, y, m, d, d2, m2, y2] = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))$/.exec(fold(raw)) || [];
      return dayOf(y || y2, m || m2, d || d2);
    },
    time: (raw) => {
      const us = clock(raw);
      return us === '' ? '' : `${new Date(us / 1000).toISOString().slice(11, 23)}+07:00`;
    },
    datetime: (raw) => {
      const [, day, rest] = /^([^T\s]+)[T\s]+([^]*)$/.exec(fold(raw)) || ['', '', ''];
      const at = readers.date(day), us = clock(rest);
      return at && us !== '' ? moment(at.day, us) : '';
    },
    range: (raw) => number(raw),
    text: (raw) => {
      const kept = raw.replace(/\r\n|[\r\u2028\u2029]/g, '\n').replace(UNSEEN, '').normalize('NFC').trim();
      return REFUSED.test(raw) || Array.from(kept).length > 2000 ? '' : kept;
    },
  });
})();
