import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seeded } from '../../src/runner/seededRandom.ts';
import type { GradeResult } from '../../src/protocol/gradeResult.ts';
import { asNobody } from '../support/oddFiles.ts';
import { sampleCourse } from '../support/sampleCourse.ts';
import { addSchemas, sourceInstallation, writeFiles } from '../support/scratch.ts';
import { hostileKinds, type HostileKind, type Verdict } from './hostileKinds.ts';
import type { ItlabStart } from './itlabProcess.ts';

export interface HostileSubmissionsOptions {
  readonly count: number;
  readonly seed: number;
  /** Also grade each by itself, its folder named; and end the program by a signal in the midst of things. */
  readonly alone: boolean;
  readonly onProgress?: (text: string) => void;
}

export interface HostileSubmissionsOutcome {
  readonly submissions: number;
  /** What went otherwise than it should, a line each. */
  readonly wrong: readonly string[];
  /** The most that the program took, in MB, without the tests' own processes. */
  readonly peakMb: number;
  /** From a signal to the end of the program, at most, in milliseconds; 0 where none was sent. */
  readonly longestFarewellMs: number;
}

/** A submission takes so long at most, in milliseconds, on a machine that has other things to do as well. */
const longestMs = 60_000;
/** MB that the program may take for however many submissions. */
const memoryLimit = 500;
/** Milliseconds from a signal to the end. */
const farewellLimit = 2_000;

/** Many submissions that do their worst, with honest ones among them, in one course and one by one. */
export async function attackWithHostileSubmissions({
  count,
  seed,
  alone,
  onProgress = () => undefined,
}: HostileSubmissionsOptions): Promise<HostileSubmissionsOutcome> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'itlab-hostile-')));
  try {
    const random = seeded(seed);
    const kinds = chosen(count, random, alone);
    const attack = new Attack(place, kinds, onProgress);
    await attack.layOut();
    await attack.gradeAll();
    if (alone) {
      await attack.gradeEach();
      await attack.endInTheMidst(random);
    }
    return attack.outcome;
  } finally {
    spawnSync('chmod', ['-R', 'u+rwX', place]);
    rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Every kind once, then two that lie beside an honest one at a time; all of them shuffled. */
function chosen(count: number, random: () => number, slow: boolean): HostileKind[] {
  const kinds = hostileKinds.filter((kind) => slow || kind.slow !== true).slice(0, count);
  const mixable = hostileKinds.filter(({ add, slow: slowly }) => add !== undefined && slowly !== true);
  const any = (): HostileKind | undefined => mixable[Math.floor(random() * mixable.length)];
  while (kinds.length < count) {
    const [one, other] = [any(), any()];
    if (one?.add !== undefined && other?.add !== undefined && one !== other) kinds.push(mixed(one, other));
  }
  const order = new Map(kinds.map((kind) => [kind, random()]));
  return kinds.sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
}

function mixed(one: HostileKind, other: HostileKind): HostileKind {
  return {
    name: `${one.name}, and ${other.name}`,
    verdict: one.verdict === 'complete' ? other.verdict : one.verdict,
    make: async (folder) => {
      await one.make(folder);
      await other.add?.(folder);
    },
  };
}

class Attack {
  private readonly kinds: readonly HostileKind[];
  private readonly onProgress: (text: string) => void;
  private readonly lessons: string;
  private readonly course: string;
  private readonly wrong: string[] = [];
  private peakMb = 0;
  private longestFarewellMs = 0;

  constructor(place: string, kinds: readonly HostileKind[], onProgress: (text: string) => void) {
    this.kinds = kinds;
    this.onProgress = onProgress;
    this.lessons = join(place, 'lessons');
    this.course = join(place, 'course');
  }

  get outcome(): HostileSubmissionsOutcome {
    const { wrong, peakMb, longestFarewellMs } = this;
    return { submissions: this.kinds.length, wrong, peakMb, longestFarewellMs };
  }

  /** A course of as many lessons as there are submissions, an exercise each. */
  async layOut(): Promise<void> {
    for (const [index, kind] of this.kinds.entries()) {
      const lesson = lessonOf(index);
      const files = Object.entries(sampleCourse()).map(([path, text]): [string, string] => [
        path.replace('01-sample', lesson).replace('/notes/', `/${exerciseOf(index)}/`),
        path.endsWith('lesson.md')
          ? text
              .replaceAll('01-sample', lesson)
              .replace('exercises: [notes]', `exercises: [${exerciseOf(index)}]`)
              .replace('[exercise: notes]', `[exercise: ${exerciseOf(index)}]`)
          : text,
      ]);
      writeFiles(this.lessons, Object.fromEntries(files));
      const folder = this.folderOf(index);
      mkdirSync(folder, { recursive: true });
      await kind.make(folder);
    }
    addSchemas(this.lessons);
    writeFileSync(join(this.course, 'itlab.json'), '{}');
    const { uid, gid } = asNobody;
    if (uid !== undefined) spawnSync('chown', ['-Rh', `${uid}:${gid}`, join(this.course, '..')]);
    this.onProgress(`${this.kinds.length} submissions lie there.`);
  }

  /** All in one: a verdict on each, the right one, and a report of them. */
  async gradeAll(): Promise<void> {
    const answer = await this.itlab(['grade', '--all', '--json', '--junit', 'grade.xml'], this.course, {
      limitMs: longestMs * this.kinds.length,
    });
    const { results = [], notBegun = [] } = documentIn(answer) ?? {};
    const xml = textOf(join(this.course, 'grade.xml'));
    for (const [index, { name, verdict }] of this.kinds.entries()) {
      const result = results.find(({ exercise }) => exercise === idOf(index));
      this.compare(name, verdict, notBegun.includes(idOf(index)) ? 'not-begun' : (result ?? null));
      if (result !== undefined && !xml.includes(`"${idOf(index)}"`))
        this.wrong.push(`${name}: not in the report`);
    }
    if (answer.status !== 1)
      this.wrong.push(`grade --all: status ${answer.status}, ${answer.err.slice(-500)}`);
    this.onProgress(`All in one: ${this.wrong.length} wrong, ${this.peakMb} MB.`);
  }

  /** Each by itself. */
  async gradeEach(): Promise<void> {
    for (const [index, { name, verdict, alone = verdict }] of this.kinds.entries()) {
      const answer = await this.itlab(
        ['grade', idOf(index), '--in', this.folderOf(index), '--json'],
        this.course,
        { limitMs: longestMs },
      );
      const document = documentIn(answer);
      this.compare(`${name}, alone`, alone, document);
      if ((index + 1) % 20 === 0) this.onProgress(`${index + 1} one by one: ${this.wrong.length} wrong.`);
    }
  }

  /** A signal at any time ends the program soon. */
  async endInTheMidst(random: () => number): Promise<void> {
    for (let trial = 0; trial < 20; trial += 1) {
      const afterMs = 100 + random() * 6_000;
      const name = trial % 2 === 0 ? 'SIGTERM' : 'SIGINT';
      const { farewellMs } = await this.itlab(['grade', '--all', '--json'], this.course, {
        limitMs: longestMs,
        signal: { name, afterMs },
      });
      this.longestFarewellMs = Math.max(this.longestFarewellMs, Math.round(farewellMs));
      if (farewellMs > farewellLimit)
        this.wrong.push(`${name} after ${Math.round(afterMs)} ms: ended ${Math.round(farewellMs)} ms later`);
    }
    this.onProgress(`Ended by signals within ${this.longestFarewellMs} ms.`);
  }

  private folderOf(index: number): string {
    return join(this.course, lessonOf(index), exerciseOf(index));
  }

  private compare(name: string, wanted: Verdict, got: Graded | 'not-begun' | null): void {
    const found = got === null ? ['nothing at all'] : typeof got === 'string' ? [got] : verdictsOf(got);
    if (wanted === 'any' ? got !== null : found.includes(wanted)) return;
    this.wrong.push(`${name}: ${found.join(', ')} instead of ${wanted}`);
  }

  private async itlab(
    args: readonly string[],
    cwd: string,
    { limitMs, signal }: { limitMs: number; signal?: { name: NodeJS.Signals; afterMs: number } },
  ): Promise<Answer> {
    const start: ItlabStart = { installation: { ...sourceInstallation, lessons: this.lessons }, cwd, args };
    const program = fileURLToPath(new URL('itlabProcess.ts', import.meta.url));
    const child = spawn(process.execPath, [program, JSON.stringify(start)], {
      ...asNobody,
      cwd: '/',
      env: { ...process.env, HOME: '/nonexistent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-10_000)));
    let signalledAt = 0;
    const signalling =
      signal === undefined
        ? undefined
        : setTimeout(() => {
            signalledAt = performance.now();
            child.kill(signal.name);
          }, signal.afterMs);
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const status = await new Promise<number | string | null>((resolve) => {
      child.on('close', (code, ended) => resolve(code ?? ended));
    });
    clearTimeout(limit);
    clearTimeout(signalling);
    const peak = Math.round(Number(/peak (\d+)\n$/.exec(err)?.[1] ?? 0) / 1_000);
    this.peakMb = Math.max(this.peakMb, peak);
    if (peak > memoryLimit) this.wrong.push(`itlab ${args.join(' ')}: ${peak} MB`);
    if (status === 'SIGKILL') this.wrong.push(`itlab ${args.join(' ')}: did not end`);
    return { status, out, err, farewellMs: signalledAt === 0 ? 0 : performance.now() - signalledAt };
  }
}

interface Answer {
  /** Exit status, or the signal that ended it. */
  readonly status: number | string | null;
  readonly out: string;
  readonly err: string;
  readonly farewellMs: number;
}

type Graded = Pick<GradeResult, 'complete' | 'problems'>;

/** What `itlab grade --json` prints, without and with --all. */
interface GradeDocument extends Graded {
  readonly results?: readonly GradeResult[];
  readonly notBegun?: readonly string[];
}

function documentIn({ out }: Answer): GradeDocument | null {
  try {
    return JSON.parse(out) as GradeDocument;
  } catch {
    return null;
  }
}

/** Everything that may be said about a result in one word. */
function verdictsOf({ complete, problems }: Graded): Verdict[] {
  if (complete) return ['complete'];
  if (problems.length === 0) return ['incomplete'];
  // An error of the program is told in the same form, without being a verdict.
  const codes: readonly string[] = problems.map(({ code }) => code);
  if (codes.includes('missing-folder')) return ['missing'];
  return problems.map(({ code }) => code);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function lessonOf(index: number): string {
  return `${String((index % 89) + 10)}-kind-${index}`;
}

function exerciseOf(index: number): string {
  return `notes-${index}`;
}

function idOf(index: number): string {
  return `${lessonOf(index)}/${exerciseOf(index)}`;
}
