import type { Installation } from '../installation.ts';
import type { Sentence } from '../sentence.ts';

/** What the doctor looks at. Nothing here is changed by looking. */
export interface Patient {
  readonly installation: Installation;
  /** Absolute path of the learner's folder, or null when there is none. */
  readonly courseFolder: string | null;
  /** The Node that was chosen to run tests; undefined for that of this process. */
  readonly nodePath: string | undefined;
  /** In what is not trusted nothing is started and nothing is written, not even to look. */
  readonly trusted: boolean;
  /** Names of other installed extensions that would find and run the same tests. */
  readonly otherTestExtensions: readonly string[];
  /** Absolute folders of the user's own whose tests are asked about; courses among them are left out. */
  readonly ownFolders: readonly string[];
  readonly signal?: AbortSignal;
}

/** What can be done about a finding by the press of a key. The first two are files, the others the editor's. */
export type MendName =
  | 'link-packages'
  | 'restore-files'
  | 'use-editors-node'
  | 'choose-node'
  | 'manage-trust'
  | 'start-course'
  | 'show-extension';

/** @typeParam Text a sentence, or what it says in the language of the user. */
export interface Complaint<Text = Sentence> {
  readonly health: 'information' | 'warning' | 'problem';
  /** What is so. */
  readonly what: Text;
  /** Why it matters. */
  readonly why: Text;
  /** What a person can do about it. */
  readonly remedy: Text;
  /** What can be done for them; the first one is the best. */
  readonly mends: readonly MendName[];
}

export type Finding<Text = Sentence> = { readonly health: 'ok'; readonly what: Text } | Complaint<Text>;

/** One thing that is looked at. */
export interface Check {
  readonly title: Sentence;
  /** Whether it makes sense without a course folder. */
  readonly needsCourse: boolean;
  /** Whether it starts a program or writes, which happens only where the workspace is trusted. */
  readonly acts: boolean;
  look(patient: Patient): Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>;
}

export function ok(what: Sentence): Finding {
  return { health: 'ok', what };
}
