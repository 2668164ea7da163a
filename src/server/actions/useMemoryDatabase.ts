import { unwrap } from '../analysis/syntax.ts';
import type { CallNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { sharedDbFile } from '../rules/sharedDbFile.ts';
import type { SharedDatabaseFile } from '../rules/sharedDbFile.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

export const useMemoryDatabase = quickFix({
  id: 'use-memory-database',
  title: 'Open the database in memory',
  rule: sharedDbFile,
  offers(file: TestFile, finding: Finding<SharedDatabaseFile>): readonly Offer[] {
    const { path } = finding.subject;
    return [
      {
        title: `Open the database in memory instead of ${file.text.slice(path.start, path.end)}`,
        key: `memory:${finding.start}`,
        preferred: false,
        finding,
        edit: () => inMemory(file, finding.subject),
      },
    ];
  },
});

function inMemory(file: TestFile, { path, removed }: SharedDatabaseFile): Edit {
  const strict = removed.find((call) => !isForced(call));
  if (strict !== undefined) {
    const line = lineNumber(file.text, strict.start);
    return impossible(`Line ${line} removes the file and would fail without one. Remove that line first.`);
  }
  const quote =
    file.text[path.start] === '"' || file.text[path.start] === "'" ? file.text[path.start] : undefined;
  const mark = quote ?? file.style.quote;
  return possible([{ start: path.start, end: path.end, text: `${mark}:memory:${mark}` }]);
}

/** `rmSync(file, { force: true })` does not mind that there is no file. */
function isForced(call: CallNode): boolean {
  const options = call.args[1] === undefined ? undefined : unwrap(call.args[1]);
  if (options?.kind !== 'Object') return false;
  return options.properties.some(
    (property) =>
      property.kind === 'Property' &&
      property.key === 'force' &&
      property.value.kind === 'Atom' &&
      property.value.text === 'true',
  );
}
