import { unwrap } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { fakeTimersStallIo } from '../rules/fakeTimersStallIo.ts';
import type { StalledIo } from '../rules/fakeTimersStallIo.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

export const fakeOnlyDate = quickFix({
  id: 'fake-only-date',
  title: 'Fake only `Date`, and leave the timers real',
  rule: fakeTimersStallIo,
  offers(file: TestFile, finding: Finding<StalledIo>): readonly Offer[] {
    return [
      {
        title: 'Fake only `Date`, and leave the timers real',
        key: `date:${finding.start}`,
        preferred: false,
        finding,
        edit: () => onlyDate(file, finding.subject),
      },
    ];
  },
});

function onlyDate(file: TestFile, { faked, library, options, ticks }: StalledIo): Edit {
  const [tick] = ticks;
  if (tick !== undefined) {
    const line = lineNumber(file.text, tick.start);
    return impossible(`Line ${line} moves the clock on, and may do it for the sake of a faked timer.`);
  }
  const { quote } = file.style;
  const key = library === 'sinon' ? 'toFake' : 'apis';
  const only = `[${quote}Date${quote}]`;
  if (options === undefined) {
    const [now] = faked.args;
    if (now === undefined) {
      return possible([{ start: faked.end - 1, end: faked.end - 1, text: `{ ${key}: ${only} }` }]);
    }
    return possible([
      { start: now.start, end: now.start, text: '{ now: ' },
      { start: now.end, end: now.end, text: `, ${key}: ${only} }` },
    ]);
  }
  for (const property of options.properties) {
    if (property.kind !== 'Property' || property.key !== key) continue;
    const { start, end } = unwrap(property.value);
    return possible([{ start, end, text: only }]);
  }
  const last = options.properties.at(-1);
  if (last !== undefined) return possible([{ start: last.end, end: last.end, text: `, ${key}: ${only}` }]);
  return possible([{ start: options.start, end: options.end, text: `{ ${key}: ${only} }` }]);
}
