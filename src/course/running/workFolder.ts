import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { layFiles } from '../writing/temporaryFolder.ts';
import { isInside, pathFrom } from '../platform/paths.ts';
import type { Round, RunEvent, RunJob } from '../../protocol/runEvents.ts';

/** What a process gets a folder of its own for, so that two of them never meet in one. */
export interface WorkFolder {
  /** Absolute; what people know the folder by. A job and its rounds name it, and so do events. It need not exist. */
  readonly shown: string;
  /** Absolute; files of it that are copied where the job lays no text over them. */
  readonly copied: readonly string[];
  /** Called with the absolute path of a process's copy when its files lie there, before any round. */
  readonly onLaid?: (folder: string) => void;
}

/** A job's folder in the place where its process works, and the names of both. */
export class LaidFolder {
  private readonly shown: string;
  private readonly real: string;
  private readonly replaced: readonly (readonly [string, string])[];

  /**
   * @param real absolute path of a folder that does not exist yet.
   * @throws the file system's own errors.
   */
  constructor({ shown, copied, onLaid }: WorkFolder, real: string, { overlay }: Pick<RunJob, 'overlay'>) {
    this.shown = shown;
    this.real = real;
    this.replaced = [
      [pathToFileURL(real).href, pathToFileURL(shown).href],
      [real, shown],
    ];
    layFiles(real, [
      ...copied.map((from) => ({ path: pathFrom(shown, from), from })),
      ...overlay
        .filter(({ path }) => isInside(path, [shown]))
        .map(({ path, text }) => ({ path: pathFrom(shown, path), text })),
    ]);
    onLaid?.(real);
  }

  job(job: Omit<RunJob, 'temporary'>): Omit<RunJob, 'temporary'> {
    return {
      ...job,
      root: this.moved(job.root),
      cwd: this.moved(job.cwd),
      overlay: this.movedFiles(job.overlay),
      ...(job.systems ? { systems: job.systems.map((files) => this.movedFiles(files)) } : {}),
      sealed: job.sealed.map((path) => this.moved(path)),
      ownCode: job.ownCode.map((path) => this.moved(path)),
      ...(job.varied ? { varied: job.varied.map((path) => this.moved(path)) } : {}),
    };
  }

  round(round: Round): Round {
    return {
      ...round,
      files: round.files.map((path) => this.moved(path)),
      overlay: this.movedFiles(round.overlay),
    };
  }

  /** The event with the names that people know, also in messages. */
  event(event: RunEvent): RunEvent {
    // Only texts change, so the shape stays that of the event.
    return this.told(event) as RunEvent;
  }

  private moved(path: string): string {
    return path === this.shown || isInside(path, [this.shown])
      ? join(this.real, pathFrom(this.shown, path))
      : path;
  }

  private movedFiles(files: RunJob['overlay']): RunJob['overlay'] {
    return files.map(({ path, text }) => ({ path: this.moved(path), text }));
  }

  private told(value: unknown): unknown {
    if (typeof value === 'string') {
      let text = value;
      for (const [from, to] of this.replaced) if (text.includes(from)) text = text.replaceAll(from, () => to);
      return text;
    }
    if (Array.isArray(value)) return value.map((one) => this.told(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.told(one)]));
  }
}
