import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recordPath } from '../../src/course/courseRecord.ts';
import { isWaiting } from '../../src/course/writing/leftovers.ts';
import { attack, Killed, type Fault } from './faultyFs.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import { worldIn, type World } from './world.ts';
import type { Writer } from './writers.ts';

/** How an attacked write ended. */
export type Ending = 'done' | 'killed' | { readonly refused: string };

/** Does a write while it is attacked. */
export type Perform = (world: World, writer: Writer, root: string, fault: Fault) => Promise<Ending>;

/** A file that may lie in the place and is no part of it: it takes the room on a disk that is to be full. */
export const filler = 'filler';

/** Attacks on one writer, each from the same state. */
export class Trials {
  /** Calls of the writer when nobody attacks it. */
  calls = 0;
  private readonly root: string;
  private readonly writer: Writer;
  private readonly perform: Perform;
  private readonly world: World;
  private before: Snapshot = new Map();
  private after: Snapshot = new Map();

  /** @param root a folder that `layGround` has prepared. */
  constructor(root: string, writer: Writer, perform: Perform = inThisProcess) {
    this.root = root;
    this.writer = writer;
    this.perform = perform;
    this.world = worldIn(root);
  }

  /** Makes the state that every attack begins with, and sees what the writer does unharmed. */
  async begin(): Promise<void> {
    const { place } = this.world;
    rmSync(this.template, { recursive: true, force: true });
    empty(place);
    await this.writer.before(this.world);
    cpSync(place, this.template, { recursive: true, verbatimSymlinks: true });
    this.before = snapshotOf(this.template);
    this.setUp();
    const counting = attack(place, { kind: 'none' });
    try {
      await this.writer.write(this.world);
    } finally {
      this.calls = counting.end();
    }
    this.after = snapshotOf(place);
    const left = litterIn(this.after);
    if (left.length > 0) throw new Error(`${this.writer.name} leaves ${left.join(', ')} behind, unharmed`);
  }

  /** @returns how it ended, and what was not as it is promised; nothing when all was. */
  async attack(fault: Fault): Promise<{ readonly ending: Ending; readonly complaints: readonly string[] }> {
    this.setUp();
    const ending = await this.perform(this.world, this.writer, this.root, fault);
    const meanwhile = snapshotOf(this.world.place, [filler]);
    const complaints = [
      ...this.neitherNor(meanwhile),
      ...this.notKept(meanwhile),
      ...(fault.kind === 'full' ? this.aboutFull(ending, meanwhile) : []),
    ];
    const again = await inThisProcess(this.world, this.writer, this.root, { kind: 'none' });
    return { ending, complaints: [...complaints, ...this.aboutAgain(again)] };
  }

  private get template(): string {
    return join(this.root, 'template');
  }

  private setUp(): void {
    empty(this.world.place);
    cpSync(this.template, this.world.place, { recursive: true, verbatimSymlinks: true });
  }

  /** Every file is as before or as after. */
  private neitherNor(now: Snapshot): string[] {
    const paths = new Set([...this.before.keys(), ...this.after.keys(), ...now.keys()]);
    return [...paths].flatMap((path) => {
      const [found, before, after] = [now, this.before, this.after].map((one) => one.get(path));
      if (found === before || found === after || isInStore(path) || isLitter(path)) return [];
      // What is about to be written is told before it is.
      if (path === `course/${recordPath}` && isWholeRecord(found)) return [];
      return [`${path} is neither as before nor as after: ${excerpt(found)}`];
    });
  }

  /** What was overwritten of an exercise was kept before. */
  private notKept(now: Snapshot): string[] {
    const { store, attempts } = this.world;
    const { attempts: kept, damaged } = store.list(attempts);
    const complaints = damaged.map(({ why }) => `damaged: ${why}`);
    if (!this.writer.keeps) return complaints;
    const folder = `course/${attempts.exercise}/`;
    const before = new Map([...this.before].filter(([path]) => path.startsWith(folder)));
    if ([...before].every(([path, content]) => now.get(path) === content)) return complaints;
    const isHalf = [...this.after].some(
      ([path, content]) => path.startsWith(folder) && now.get(path) !== content,
    );
    if (isHalf && store.unfinished(attempts) === null)
      complaints.push('half of it is done, and nobody is told');
    const isThere = kept.some(({ id }) => {
      const files = store.read(attempts, id);
      return (
        files.length === before.size &&
        files.every(
          (file) =>
            file.kind === 'file' &&
            before.get(folder + file.path) ===
              `${file.mode.toString(8)} ${Buffer.from(file.bytes).toString('latin1')}`,
        )
      );
    });
    return isThere ? complaints : [...complaints, 'the state before was not kept'];
  }

  private aboutFull(ending: Ending, now: Snapshot): string[] {
    const left = litterIn(now).map((path) => `${path} was left on a full disk`);
    if (typeof ending === 'string' || ending.refused.includes('ENOSPC')) return left;
    return [...left, `does not say why: ${ending.refused}`];
  }

  private aboutAgain(again: Ending): string[] {
    const now = snapshotOf(this.world.place, [filler]);
    const complaints = litterIn(now).map((path) => `${path} is still there after running again`);
    for (const path of new Set([...this.after.keys(), ...now.keys()])) {
      const [found, wanted] = [now.get(path), this.after.get(path)];
      if (found === wanted || isInStore(path) || isLitter(path)) continue;
      complaints.push(`${path} is not right after running again: ${excerpt(found)}`);
    }
    const { store, attempts } = this.world;
    const { damaged } = store.list(attempts);
    if (this.writer.keeps && store.unfinished(attempts) !== null) {
      complaints.push('it still counts as unfinished after running again');
    }
    complaints.push(...damaged.map(({ why }) => `damaged after running again: ${why}`));
    // What refuses to do it again has nothing to do.
    if (complaints.length > 0 && typeof again === 'object')
      complaints.push(`refused again: ${again.refused}`);
    return complaints;
  }
}

/**
 * Attacks without another process: from the chosen call on nothing reaches the disk, as after a real kill, and what
 * lies there bears the number of a process that is dead.
 */
export async function inThisProcess(
  world: World,
  writer: Writer,
  _root: string,
  fault: Fault,
): Promise<Ending> {
  const { pid } = process;
  if (fault.kind === 'kill') Object.defineProperty(process, 'pid', { value: deadPid(), configurable: true });
  const running = attack(world.place, fault);
  try {
    await writer.write(world);
    return 'done';
  } catch (error) {
    if (running.killed || error instanceof Killed) return 'killed';
    return { refused: error instanceof Error ? error.message : String(error) };
  } finally {
    running.end();
    Object.defineProperty(process, 'pid', { value: pid, configurable: true });
  }
}

let dead: number | undefined;

function deadPid(): number {
  dead ??= spawnSync(process.execPath, ['-e', '']).pid;
  return dead;
}

/** The numbers of so many calls, evenly spread over all. */
export function spread(calls: number, most: number): number[] {
  const count = Math.min(calls, most);
  return [...new Set(Array.from({ length: count }, (_, index) => Math.round(((index + 1) * calls) / count)))];
}

/** The folder itself stays: a disk may be mounted there. */
function empty(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

function isInStore(path: string): boolean {
  return path.startsWith('store/');
}

function isLitter(path: string): boolean {
  return path.split('/').some((name) => isWaiting(name) || /\.lock(\.over-.*)?$/.test(name));
}

function litterIn(snapshot: Snapshot): string[] {
  return [...snapshot.keys()].filter(isLitter);
}

function isWholeRecord(content: string | undefined): boolean {
  try {
    const json: unknown = JSON.parse(content?.replace(/^\d+ /, '') ?? '');
    return typeof json === 'object' && json !== null && 'format' in json && json.format === 1;
  } catch {
    return false;
  }
}

function excerpt(content: string | undefined): string {
  return content === undefined
    ? 'not there'
    : `${content.length} characters, ${JSON.stringify(content.slice(0, 60))}`;
}
