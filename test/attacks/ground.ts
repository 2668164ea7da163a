import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkedPackages } from '../../src/course/toolchainLinks.ts';
import { sampleCourse } from '../support/sampleCourse.ts';
import { addSchemas, sourceInstallation, writeFiles } from '../support/scratch.ts';

const exercise = '01-sample/exercises/notes';

/** Adds the course as it is shipped, and the same with a line more in every file that a learner gets. */
export function layWholeCourse(root: string): void {
  for (const name of ['whole', 'whole-newer']) {
    cpSync(sourceInstallation.lessons, join(root, 'ground', name), { recursive: true });
  }
  const newer = join(root, 'ground/whole-newer');
  for (const path of globSync('*/exercises/*/{src,starter}/**/*.ts', { cwd: newer })) {
    const file = join(newer, path);
    writeFileSync(file, `// newer\n${readFileSync(file, 'utf8')}`);
  }
}

/** What every attack is made on: a small course, the same course some versions later, and packages to link. */
export function layGround(root: string): void {
  const ground = join(root, 'ground');
  const system = sampleCourse()[`${exercise}/src/notes.ts`] ?? '';
  for (const [name, changes] of [
    ['lessons', { [`${exercise}/src/old.ts`]: 'export const old = true;\n' }],
    [
      'newer',
      {
        [`${exercise}/src/notes.ts`]: `// newer\n${system}`,
        [`${exercise}/src/more.ts`]: 'export const more = true;\n',
        [`${exercise}/starter/tests/notes.test.ts`]: '// a newer suite\n',
      },
    ],
  ] as const) {
    const lessons = join(ground, name);
    writeFiles(lessons, sampleCourse(changes));
    addSchemas(lessons);
    cpSync(join(sourceInstallation.lessons, 'template'), join(lessons, 'template'), { recursive: true });
  }
  for (const name of linkedPackages) {
    writeFiles(join(ground, 'toolchain/node_modules', name), {
      'package.json': JSON.stringify({ name, version: '1.0.0' }),
    });
  }
}
