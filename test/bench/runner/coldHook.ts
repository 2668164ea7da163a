/**
 * The TypeScript hook of a cold run, loaded into bare mocha with --require: strips types with the runner's own
 * library and does nothing else, so the run it is compared with is as fast as can be.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'amaro';

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    const path = fileURLToPath(url);
    const { code } = transformSync(readFileSync(path, 'utf8'), { mode: 'strip-only', filename: path });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
