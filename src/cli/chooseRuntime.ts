import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nodeFileName } from '../course/platform/programs.ts';
import { coldRunners, type Runners } from '../course/running/runSession.ts';
import { findRuntime, isEnough } from '../course/runtime.ts';
import type { Environment } from './environment.ts';

/**
 * Runners on the Node chosen.
 * @throws CourseError `runtime-too-old` or `runtime-missing`.
 */
export async function chooseRunners(environment: Environment): Promise<Runners> {
  const { runner, toolchain } = environment.installation;
  return coldRunners({ runtime: await findRuntime(runtimePath(environment)), runner, toolchain });
}

/**
 * The Node that runs tests: the one named by ITLAB_NODE, never silently replaced; else the running one (undefined);
 * else, where that is too old, the npm package `node` beside us (a devDependency of the project).
 */
export function runtimePath({ variables, compilerFrom }: Environment): string | undefined {
  const named = variables['ITLAB_NODE'];
  if (named !== undefined && named !== '') return named;
  return isEnough(process.versions.node) ? undefined : packagedNode(compilerFrom);
}

function packagedNode(from: string): string | undefined {
  try {
    const folder = dirname(createRequire(from).resolve('node/package.json'));
    const file = join(folder, 'bin', nodeFileName());
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
