import { fileURLToPath } from 'node:url';
import { runItlab } from '../../src/cli/program.ts';
import type { Installation } from '../../src/course/installation.ts';
import { sampleCourse } from './sampleCourse.ts';
import { addSchemas, sourceInstallation } from './scratch.ts';

/** What a command said, and how it ended. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  /** Files of the sample course that are other. */
  readonly changes?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** In the place of one with the sample course. */
  readonly installation?: Installation;
}

/** Runs `itlab` here, with the sample course. */
export function commandLine(
  scratch: (files?: Readonly<Record<string, string>>) => string,
): (args: readonly string[], surroundings?: Surroundings) => Promise<Answer> {
  return async (args, { changes = {}, cwd, variables = {}, installation } = {}) => {
    const lessons = scratch(sampleCourse({ ...changes }));
    addSchemas(lessons);
    let out = '';
    let err = '';
    const status = await runItlab(args, {
      installation: installation ?? { ...sourceInstallation, lessons },
      compilerFrom: fileURLToPath(import.meta.url),
      cwd: cwd ?? scratch(),
      variables,
      out: (text) => (out += text),
      err: (text) => (err += text),
      signal: new AbortController().signal,
    });
    return { status, out, err };
  };
}
