/**
 * `npm run l10n`: writes l10n/bundle.l10n.json, the texts that translators of the extension begin with.
 * test/unit/extension/l10n.test.ts holds it against the sources.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleText, readTexts } from './l10nTexts.ts';

const repository = path.join(import.meta.dirname, '..');
const { texts, problems } = readTexts(repository);
for (const problem of problems) console.error(`✘ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else {
  mkdirSync(path.join(repository, 'l10n'), { recursive: true });
  writeFileSync(path.join(repository, 'l10n/bundle.l10n.json'), bundleText(texts));
  console.log(`l10n/bundle.l10n.json: ${texts.size} texts`);
}
