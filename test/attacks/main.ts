/**
 * `npm run attack`: kills every writer at its calls and fills the disk under it, with real processes; exit status 1
 * when anything is lost, half or empty, or stays behind.
 *
 *   node test/attacks/main.ts [--kills 1200] [--full 400] [--random 100] [--rounds 20] [--only reset]
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { shippedFiles } from '../../src/course/courseFolder.ts';
import { readCourseRecord } from '../../src/course/courseRecord.ts';
import { ProgressFile } from '../../src/course/progress/progressFile.ts';
import { gained, noProgress } from '../../src/course/progress/progress.ts';
import { temporaryPlace } from '../../src/course/running/temporaryPlace.ts';
import { layGround, layWholeCourse } from './ground.ts';
import { buildPrograms, inItsOwnProcess, killedAfter, runProgram } from './processes.ts';
import { mountSmallDisk, unmount, withFreePages } from './smallDisk.ts';
import { snapshotOf } from './snapshot.ts';
import { spread, Trials, type Ending } from './trials.ts';
import { worldIn } from './world.ts';
import { writers, type Writer } from './writers.ts';

const { kills, full, random, rounds, only } = new Command('attack')
  .description('Kills every writer at its calls, and fills the disk under it.')
  .option('--kills <number>', 'at calls, over all writers', whole, 1_200)
  .option('--full <number>', 'full disks, over all writers', whole, 400)
  .option('--random <number>', 'kills from outside, over all writers', whole, 100)
  .option(
    '--rounds <number>',
    'of six that write the same progress, and of two that create the same course',
    whole,
    20,
  )
  .option('--only <writer>', 'one writer, by its name')
  .parse()
  .opts<{ kills: number; full: number; random: number; rounds: number; only?: string }>();

const root = mkdtempSync(join(await temporaryPlace(), 'itlab-attack-'));
let broken = 0;
try {
  layGround(root);
  layWholeCourse(root);
  await buildPrograms();
  await attackWriters(writers.filter(({ name }) => only === undefined || name === only));
  if (only === undefined) {
    await rivals();
    await twoStarts();
  }
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}
console.log(broken === 0 ? '\nNothing was lost, half or left behind.' : `\n${broken} broken.`);
if (broken > 0) process.exitCode = 1;

async function attackWriters(all: readonly Writer[]): Promise<void> {
  const hasDisk = mountSmallDisk(worldIn(root).place);
  if (hasDisk) unmount(worldIn(root).place);
  const counts = new Map<Writer, number>();
  for (const writer of all) {
    const trials = new Trials(root, writer);
    await trials.begin();
    counts.set(writer, trials.calls);
  }
  // Writers with few calls are tried at each, and the others share what is left.
  const shares = sharesOf(counts, kills);
  const sharesOfFull = sharesOf(counts, full);
  console.log(
    row(['writer', 'calls', 'killed at a call', 'killed at random', 'disk full', 'small disk', 'broken']),
  );
  const totals = [0, 0, 0, 0, 0, 0];
  for (const [writer, calls] of counts) {
    const before = broken;
    const outside = await killAtRandom(writer, Math.ceil(random / all.length));
    const inside = await attackAt(writer, 'kill', spread(calls, shares.get(writer) ?? 0));
    const refused = await attackAt(writer, 'full', spread(calls, sharesOfFull.get(writer) ?? 0));
    const small = hasDisk ? await onSmallDisk(writer) : 0;
    const numbers = [calls, inside, outside, refused, small, broken - before];
    numbers.forEach((number, index) => (totals[index] = (totals[index] ?? 0) + number));
    console.log(row([writer.name, ...numbers.map(String)]));
  }
  console.log(row(['all', ...totals.map(String)]));
  if (!hasDisk) console.log('Small disks were not tried: they may not be mounted here.');
}

/** @returns how many of the attacks did hit. */
async function attackAt(writer: Writer, kind: 'kill' | 'full', calls: readonly number[]): Promise<number> {
  const trials = new Trials(root, writer, inItsOwnProcess);
  await trials.begin();
  let hit = 0;
  for (const at of calls) {
    const { ending, complaints } = await trials.attack({ kind, at });
    if (kind === 'kill' ? ending === 'killed' : ending !== 'killed') hit += 1;
    complain(`${writer.name}, ${kind} at call ${at} of ${trials.calls}`, complaints);
  }
  return hit;
}

async function killAtRandom(writer: Writer, count: number): Promise<number> {
  let hit = 0;
  const unharmed = new Trials(root, writer, inItsOwnProcess);
  await unharmed.begin();
  const began = performance.now();
  await unharmed.attack({ kind: 'none' });
  // More than half of it is the start of the process, which is not waited for here.
  const lasts = (performance.now() - began) / 2;
  for (let index = 0; index < count; index++) {
    const after = (lasts * index) / count;
    const trials = new Trials(root, writer, killedAfter(after));
    await trials.begin();
    const { ending, complaints } = await trials.attack({ kind: 'none' });
    if (ending === 'killed') hit += 1;
    complain(`${writer.name}, killed after ${after.toFixed(1)} ms`, complaints);
  }
  return hit;
}

/** With no page free, then one, and so on until there is room enough. */
async function onSmallDisk(writer: Writer): Promise<number> {
  const { place } = worldIn(root);
  rmSync(place, { recursive: true, force: true });
  if (!mountSmallDisk(place)) return 0;
  let refused = 0;
  try {
    let ending: Ending | undefined;
    for (let pages = 0; pages < 400 && ending !== 'done'; pages += writer.large ? 20 : 1) {
      const trials = new Trials(root, writer, withFreePages(pages));
      await trials.begin();
      const attacked = await trials.attack({ kind: 'full', at: 0 });
      ({ ending } = attacked);
      if (ending !== 'done') refused += 1;
      complain(`${writer.name}, with ${pages} free pages`, attacked.complaints);
    }
  } finally {
    unmount(place);
  }
  return refused;
}

/** Six write the same progress at once; some of them kill themselves, wherever they are. */
async function rivals(): Promise<void> {
  const folder = join(root, 'rivals');
  let acknowledged = 0;
  let killed = 0;
  let lost = 0;
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const ended = await Promise.all(
      Array.from({ length: 6 }, (_, index) => {
        // Half of them at calls spread over what they do.
        const at = index % 2 === 0 ? 0 : 1 + ((round * 61 + index * 97) % 400);
        return runProgram('rival', [folder, `r${round}-${index}`, '25', String(at)]);
      }),
    );
    killed += ended.filter(({ signal }) => signal === 'SIGKILL').length;
    const failed = ended.filter(({ code, signal }) => code !== 0 && signal === null);
    complain(
      `rivals, round ${round}`,
      failed.map(({ stderr }) => stderr),
    );
    const began = performance.now();
    const { progress } = await new ProgressFile(join(folder, 'progress.json')).add(
      gained(noProgress, 'last', { startedAt: '2026-01-01T08:00:00.000Z' }),
    );
    longest = Math.max(longest, performance.now() - began);
    const said = ended.flatMap(({ stdout }) => stdout.split('\n').slice(0, -1));
    acknowledged += said.length;
    const missing = said.filter((key) => !progress.exercises.has(key));
    lost += missing.length;
    complain(
      `rivals, round ${round}`,
      missing.map((key) => `${key} was acknowledged and is lost`),
    );
    const left = [...snapshotOf(folder).keys()].filter((path) => path !== 'progress.json');
    complain(
      `rivals, round ${round}`,
      left.map((path) => `${path} was left behind`),
    );
  }
  console.log(
    `\nSix at one progress: ${rounds} rounds, ${killed} killed, ${acknowledged} entries acknowledged, ${lost} lost; the next writer waited ${longest.toFixed(0)} ms at most.`,
  );
}

/** Two create the same course at once. */
async function twoStarts(): Promise<void> {
  const world = worldIn(root);
  let incomplete = 0;
  for (let round = 0; round < rounds; round++) {
    rmSync(world.place, { recursive: true, force: true });
    mkdirSync(world.place);
    const ended = await Promise.all(
      [1, 2].map(() => runProgram('child', [root, 'start', '{"kind":"none"}'])),
    );
    const { files, begun } = readCourseRecord(world.course);
    const shipped = shippedFiles(world.catalog, world.installation);
    const missing = [...shipped].filter(
      ([path, text]) => !files.has(path) || readFileSync(join(world.course, path), 'utf8') !== text,
    );
    if (missing.length + begun.size > 0) incomplete += 1;
    complain(`two starts, round ${round}`, [
      ...ended.filter(({ code }) => code !== 0).map(({ stderr }) => stderr),
      ...missing.map(([path]) => `${path} is not whole, or in no record`),
    ]);
  }
  console.log(`Two starts at once: ${rounds} rounds, ${incomplete} with an incomplete record.`);
}

function complain(what: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  broken += 1;
  console.log(`✘ ${what}\n${complaints.map((line) => `    ${line}\n`).join('')}`);
}

/** How many attacks each gets, so that all together get so many and none more than it has calls. */
function sharesOf<T>(counts: ReadonlyMap<T, number>, all: number): Map<T, number> {
  const shares = new Map([...counts.keys()].map((key) => [key, 0]));
  const sum = (): number => [...shares.values()].reduce((total, one) => total + one, 0);
  for (let before = -1; sum() < all && sum() > before;) {
    before = sum();
    for (const [key, calls] of counts) {
      const share = shares.get(key) ?? 0;
      if (share < calls && sum() < all) shares.set(key, share + 1);
    }
  }
  return shares;
}

function row([name = '', ...cells]: readonly string[]): string {
  return [name.padEnd(32), ...cells.map((cell) => cell.padStart(17))].join('');
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It is a whole number.');
  return number;
}
