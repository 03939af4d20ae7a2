import type {
  FreshnessAnswer,
  ImageEvidence,
  ProjectDeclaration,
  RunningImage,
} from '../../../../server/src/inspectionProtocol';
import type { EvidenceQuestion } from '../releases/evidenceQuestion';
import type { HostReleases } from '../releases/model';
import { NOTHING_KNOWN, type Knowledge, type Observation } from '../releases/observation';
import type { SourceState } from '../releases/sourceState';
import { atOnce } from './atOnce';
import { projectsWithHashes } from './declaredProjects';
import { isOver } from './isOver';
import type { KnowledgeSources } from './knowledgeSources';
import type { ReleaseModel } from './releaseModel';

/** What is known of one host beside what its engine says, and what others were asked already. */
export interface KnowledgeMemory {
  knowledge: Knowledge;
  /** The projects of the last question. */
  projects: string;
  /** By project key: what its hashes were asked for. */
  readonly hashes: Map<string, string>;
  /** By freshness key: what was compared. */
  readonly images: Map<string, string>;
  /** By image id: what was traced. */
  readonly traced: Map<string, string>;
}

export function createKnowledgeMemory(scratch: readonly string[]): KnowledgeMemory {
  const knowledge = { ...NOTHING_KNOWN, scratch };
  return { knowledge, projects: '', hashes: new Map(), images: new Map(), traced: new Map() };
}

/** The workspace is not what it was: what is known of it stays until it has been asked again. */
export function forgetWorkspace(memory: KnowledgeMemory, scratch: readonly string[]): void {
  memory.projects = '';
  memory.hashes.clear();
  memory.knowledge = { ...memory.knowledge, sources: new Map(), scratch };
}

/** What registries have said may be another by now. */
export function forgetComparison(memory: KnowledgeMemory): void {
  memory.images.clear();
  memory.traced.clear();
}

export interface Gathering {
  readonly memory: KnowledgeMemory;
  readonly sources: KnowledgeSources;
  readonly model: ReleaseModel;
  /** What there is to ask about, null where nothing was read yet. */
  readonly observed: () => { readonly observation: Observation; readonly releases: HostReleases } | null;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Asks for all that is not known yet of what runs, each time it is called; what comes meanwhile is asked after it. */
export function createGatherer(gathering: Gathering): () => Promise<void> {
  let state: 'idle' | 'asking' | 'again' = 'idle';
  return async () => {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    try {
      do {
        state = 'asking';
        await gatherOnce(gathering);
      } while (isAgain(state) && !gathering.signal.aborted);
    } finally {
      state = 'idle';
    }
  };
}

/** Asked anew each time, for it changes while we wait. */
function isAgain(state: 'idle' | 'asking' | 'again'): boolean {
  return state === 'again';
}

async function gatherOnce(gathering: Gathering): Promise<void> {
  const now = gathering.observed();
  if (!now) return;
  await Promise.all([
    askFiles(gathering, now.observation),
    compare(gathering, now.observation),
    trace(gathering, now.releases),
    askCommits(gathering, now.releases),
  ]);
}

async function askFiles(gathering: Gathering, observation: Observation): Promise<void> {
  await askDeclarations(gathering, observation);
  await askHashes(gathering, observation);
}

async function askDeclarations(
  { memory, sources, model, changed, signal }: Gathering,
  observation: Observation,
): Promise<void> {
  const projects = model.projectsToDeclare(observation).map(({ running }) => running);
  const question = JSON.stringify(projects);
  if (memory.projects === question) return;
  memory.projects = question;
  const answers = projects.length === 0 ? [] : await sources.declarations(projects, signal);
  if (isOver(signal)) {
    memory.projects = '';
    return;
  }
  const declarations = new Map(answers.map((answer): [string, ProjectDeclaration] => [answer.key, answer]));
  memory.knowledge = { ...memory.knowledge, declarations };
  changed();
}

async function askHashes(gathering: Gathering, observation: Observation): Promise<void> {
  const { memory, sources, model, changed, signal } = gathering;
  const projects = projectsWithHashes(
    model.projectsToDeclare(observation),
    memory.knowledge.declarations,
    observation,
  );
  for (const { key, project, labels } of projects) {
    const question = JSON.stringify([project, labels]);
    if (isOver(signal)) return;
    if (memory.hashes.get(key) === question) continue;
    memory.hashes.set(key, question);
    const hashes = await sources.configurationHashes(project, signal);
    if (isOver(signal)) {
      memory.hashes.delete(key);
      return;
    }
    const all = new Map(memory.knowledge.configurationHashes);
    if (hashes) all.set(key, hashes);
    else all.delete(key);
    memory.knowledge = { ...memory.knowledge, configurationHashes: all };
    changed();
  }
}

async function compare(
  { memory, sources, model, changed, signal }: Gathering,
  observation: Observation,
): Promise<void> {
  const images = model.runningImages(observation);
  const fresh = images.filter((image) => memory.images.get(image.key) !== JSON.stringify(image));
  if (fresh.length === 0) return;
  for (const image of fresh) memory.images.set(image.key, JSON.stringify(image));
  const mayAsk = sources.mayAskRegistries();
  const answers = await sources.compare(fresh, mayAsk, signal);
  // Of what nobody has asked there is no answer, and no reason to tell for it.
  const told = mayAsk ? answers : answers.filter(({ asked }) => asked !== null);
  if (isOver(signal)) for (const { key } of fresh) memory.images.delete(key);
  else if (takeComparison(memory, fresh, told)) changed();
}

/** Where images come from, which only registries know. */
async function trace(
  { memory, sources, model, changed, signal }: Gathering,
  releases: HostReleases,
): Promise<void> {
  if (!sources.mayAskRegistries()) return;
  const fresh = evidenceQuestions(model, releases).filter(
    (question) => memory.traced.get(question.key) !== JSON.stringify(question),
  );
  if (fresh.length === 0) return;
  for (const question of fresh) memory.traced.set(question.key, JSON.stringify(question));
  const answers = await sources.evidence(fresh, signal);
  if (isOver(signal)) for (const { key } of fresh) memory.traced.delete(key);
  else if (takeEvidence(memory, fresh, answers)) changed();
}

/** What can be asked about the images of all containers, or of some; each image once. */
export function evidenceQuestions(
  model: Pick<ReleaseModel, 'evidenceQuestion'>,
  releases: HostReleases,
  isAsked: (container: string) => boolean = () => true,
): readonly EvidenceQuestion[] {
  const containers = allReleases(releases).flatMap((release) => release.containers);
  const questions = containers
    .filter(({ id }) => isAsked(id))
    .flatMap((container) => model.evidenceQuestion(container) ?? []);
  return [...new Map(questions.map((question) => [question.key, question])).values()];
}

/** Whether there is anything new in it. */
export function takeEvidence(
  memory: KnowledgeMemory,
  questions: readonly EvidenceQuestion[],
  answers: readonly ImageEvidence[],
): boolean {
  const evidence = new Map(memory.knowledge.evidence);
  let isNew = false;
  for (const answer of answers) {
    const known = evidence.get(answer.key);
    // That a registry does not answer now says nothing against what it has said.
    if (known && answer.revision === null && answer.detail !== null) continue;
    isNew ||= JSON.stringify(known) !== JSON.stringify(answer);
    evidence.set(answer.key, answer);
  }
  for (const question of questions) memory.traced.set(question.key, JSON.stringify(question));
  if (isNew) memory.knowledge = { ...memory.knowledge, evidence };
  return isNew;
}

/** Whether there is anything new in it. */
export function takeComparison(
  memory: KnowledgeMemory,
  images: readonly RunningImage[],
  answers: readonly FreshnessAnswer[],
): boolean {
  const freshness = new Map(memory.knowledge.freshness);
  let isNew = false;
  for (const answer of answers) {
    const known = freshness.get(answer.key);
    // That nobody has asked says nothing against what was answered before.
    if (known && known.asked !== null && answer.asked === null) continue;
    isNew ||= JSON.stringify(known) !== JSON.stringify(answer);
    freshness.set(answer.key, answer);
  }
  for (const image of images) memory.images.set(image.key, JSON.stringify(image));
  if (isNew) memory.knowledge = { ...memory.knowledge, freshness };
  return isNew;
}

async function askCommits(
  { memory, sources, changed, signal }: Gathering,
  releases: HostReleases,
): Promise<void> {
  const revisions = new Map<string, string | null>();
  for (const { revision } of allReleases(releases)) {
    if (revision.known && !memory.knowledge.sources.has(revision.revision))
      revisions.set(revision.revision, revision.source);
  }
  await atOnce(revisions, COMMITS_AT_ONCE, async ([revision, source]) => {
    if (isOver(signal)) return;
    const state: SourceState = await sources.commit(revision, source, signal);
    if (isOver(signal)) return;
    memory.knowledge = {
      ...memory.knowledge,
      sources: new Map([...memory.knowledge.sources, [revision, state]]),
    };
    changed();
  });
}

function allReleases({ projects }: HostReleases) {
  return projects.flatMap(({ services }) => services.flatMap(({ releases }) => releases));
}

const COMMITS_AT_ONCE = 4;
