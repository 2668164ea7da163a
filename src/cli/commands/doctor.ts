import { courseFolderOf } from '../../course/courseFolder.ts';
import { examine, type TitledFinding } from '../../course/doctor/examine.ts';
import type { MendName, Patient } from '../../course/doctor/finding.ts';
import { isFileMend, mend } from '../../course/doctor/mend.ts';
import { reportText } from '../../course/doctor/report.ts';
import { inEnglish } from '../../course/sentence.ts';
import { markedLines } from '../../protocol/shownText.ts';
import { runtimePath } from '../chooseRuntime.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

export interface DoctorArguments {
  readonly json: boolean;
  /** Also do what can be done: link packages, create missing files. */
  readonly mend: boolean;
}

/** What is wrong with this machine and the course folder that the current folder lies in. */
export async function doctor(environment: Environment, options: DoctorArguments): Promise<number> {
  const { installation, cwd, signal, out, err } = environment;
  const courseFolder = courseFolderOf(cwd);
  const patient: Patient = {
    installation,
    courseFolder,
    nodePath: runtimePath(environment),
    trusted: true,
    otherTestExtensions: [],
    ownFolders: courseFolder === null ? [cwd] : [],
    signal,
  };
  let findings = await examine(patient);
  const names = new Set(findings.flatMap(mendsOf).filter(isFileMend));
  if (options.mend && courseFolder !== null && names.size > 0) {
    for (const name of names)
      err(`${markedLines(inEnglish(await mend(name, courseFolder, installation, { signal })))}\n`);
    findings = await examine(patient);
  }
  if (signal.aborted) return exitStatus.unusable;
  if (options.json) printJson(environment, { findings });
  else {
    out(reportText(findings));
    if (!options.mend && names.size > 0)
      out('\nitlab doctor --mend links packages and creates missing files.\n');
  }
  return findings.some(({ health }) => health === 'problem') ? exitStatus.notGood : exitStatus.good;
}

function mendsOf(finding: TitledFinding): readonly MendName[] {
  return finding.health === 'ok' ? [] : finding.mends;
}
