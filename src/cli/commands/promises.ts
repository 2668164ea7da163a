import type { Exercise } from '../../course/exercise.ts';
import type { RunSetting } from '../../course/grading/systemRun.ts';
import { promiseTable, type PromiseRow } from '../../course/validation/promiseTable.ts';
import { ProvingGround } from '../../course/validation/provingGround.ts';
import { oneLine } from '../../protocol/shownText.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

/** Prints, for authors, which faults and variants stand for the promises and freedoms of exercises, and what catches them. */
export async function printPromises(
  environment: Environment,
  exercises: readonly Exercise[],
  setting: RunSetting,
  json: boolean,
): Promise<number> {
  const tables: { exercise: string; rows: PromiseRow[] }[] = [];
  for (const exercise of exercises) {
    const ground = new ProvingGround(exercise, setting, environment.compilerFrom);
    try {
      const rows = await promiseTable(ground);
      tables.push({ exercise: exercise.id, rows });
      if (!json) environment.out(described(exercise.id, rows));
    } finally {
      await ground.close();
    }
  }
  if (json) printJson(environment, tables);
  return exitStatus.good;
}

function described(id: string, rows: readonly PromiseRow[]): string {
  const lines = rows.flatMap(({ kind, id: name, quotes, standing }) => [
    `  ${kind} ${name}: ${quotes.map((quote) => `“${oneLine(quote)}”`).join(' ')}`,
    ...standing.flatMap(({ id: of, title, tests }) => [
      `      ${of}: ${oneLine(title)}`,
      ...(tests.length === 0 ? [`          ${kind === 'promise' ? 'caught by nothing' : 'accepted'}`] : []),
      ...tests.map((test) => `          ${kind === 'promise' ? 'caught' : 'refused'} by ${oneLine(test)}`),
    ]),
  ]);
  if (lines.length === 0)
    lines.push("  Its contract has not been cut into promises: there is no 'promises' in exercise.json.");
  return `${[oneLine(id), ...lines].join('\n')}\n`;
}
