import { Uri, window, workspace } from 'vscode';
import type { SwarmService } from '../docker/releases/model';
import { nodeEnvironment } from '../environment';
import { fileHistory } from '../git/fileHistory';
import type { LanguageServer } from '../languageServer';
import { waitingWith } from '../serverRequests';
import type { TreeNode } from '../views/treeNode';
import { orSayWhy } from './askServer';
import { atWork } from './atWork';
import { carryOut } from './carryOut';
import { chosenService, type ChosenService } from './chosenService';
import type { Inspected } from './inspected';
import {
  earlierDigests,
  tagsWithoutDigest,
  type EarlierDigest,
  type EarlierReference,
} from './earlierDigests';
import { pinSummary } from './pinSummary';
import { pickText } from './pickText';
import { offerCommand } from './redeploy';
import { referenceParts } from './referenceParts';
import { historyFile, historyLimits } from './rollBackHistory';
import { rollBackItem, type RollBackItem } from './rollBackItem';
import { rollBackSubject, type RollBackSubject } from './rollBackSubject';
import { showSummary } from './showSummary';
import { swarmRollBack } from './swarmRollBack';
import { isTrusted } from './trust';

/** *Roll Back …*: an earlier digest is written into the file, or a swarm returns to its previous specification. */
export async function rollBack(
  views: Inspected,
  server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenService(views, node, 'Roll Back');
  if (!chosen) return;
  const { swarm } = chosen.service;
  const engineCan = swarm !== null && swarm.facts.previousImage !== null;
  const subject = rollBackSubject(chosen.service);
  if (!subject.ok) {
    if (engineCan) await swarmRollBack(views, chosen, swarm);
    else void window.showInformationMessage(subject.message);
    return;
  }
  await orSayWhy(server, 'Nothing was rolled back', async () => {
    // The swarm's own way back needs no registry and no history.
    if (!engineCan && !(await isTrusted('see what can be rolled back to'))) return;
    const items = await readItems(server, subject);
    if (!items) return;
    const picked = await pick(chosen, items, engineCan ? swarm : null);
    if (!picked) return;
    if (picked === 'swarm') {
      if (swarm) await swarmRollBack(views, chosen, swarm);
    } else if (await isAccepted(picked)) await write(chosen, server, subject, picked.earlier);
  });
}

type Subject = Extract<RollBackSubject, { ok: true }>;

interface Choice {
  readonly items: readonly RollBackItem[];
  /** What was not looked into, in sentences. */
  readonly limits: readonly string[];
}

/** Null when the user cancelled. */
async function readItems(server: LanguageServer, subject: Subject): Promise<Choice | null> {
  if (!workspace.isTrusted) return { items: [], limits: [] };
  return atWork('Looking for earlier digests', async (signal) => {
    const waiting = waitingWith(signal);
    const { history, isCut } = await readHistory(server, subject, signal);
    const tags = [...new Set([...subject.tags, ...tagsWithoutDigest(subject.name, history)])].slice(
      0,
      MOST_TAGS,
    );
    const recorded = await Promise.all(
      tags.map(async (reference) => ({ reference, runs: (await server.tagHistory(reference)).runs })),
    );
    const earlier = earlierDigests(subject.name, history, recorded, subject.leftOut).slice(0, MOST);
    const references = earlier.map(({ name, digest }) => `${name}@${digest}`);
    const { answers } =
      references.length > 0 ? await server.digestsPresent(references, waiting) : { answers: [] };
    const items = earlier.map((each, at) =>
      rollBackItem(each, answers[at] ?? { present: 'unknown', detail: null }, Date.now()),
    );
    return { items, limits: historyLimits(subject.declared, isCut) };
  });
}

async function readHistory(
  server: LanguageServer,
  { declared, composed }: Subject,
  signal: AbortSignal,
): Promise<{ readonly history: readonly EarlierReference[]; readonly isCut: boolean }> {
  const textsOf = historyFile(declared);
  const file = Uri.parse(textsOf);
  const found = file.scheme === 'file' ? await fileHistory(nodeEnvironment(), file.fsPath, signal) : null;
  const { texts, isCut } = found ?? { texts: [], isCut: false };
  if (texts.length === 0) return { history: [], isCut };
  const parameters = {
    ...{ uri: declared.place.uri, textsOf, service: declared.name, texts: texts.map(({ text }) => text) },
    ...(composed && { composed }),
  };
  const { references } = await server.earlierImages(parameters, waitingWith(signal));
  const history = texts.map(({ revision, author, date, subject }, at) => ({
    reference: references[at] ?? null,
    ...{ revision, author, date, subject },
  }));
  return { history, isCut };
}

async function pick(
  { service }: ChosenService,
  { items: earlier, limits }: Choice,
  swarm: SwarmService | null,
): Promise<RollBackItem | 'swarm' | null> {
  if (earlier.length === 0 && !swarm) {
    const message = `No earlier digest of ${service.name} is known: neither the Git history of its file nor the record of its tag has another one than what runs.`;
    void window.showInformationMessage([message, ...limits].join(' '));
    return null;
  }
  const ofSwarm = swarm && {
    label: '$(discard) To the previous specification, by the swarm itself',
    description: referenceParts(swarm.facts.previousImage ?? '').tag ?? '',
    detail: `${pickText(swarm.facts.previousImage ?? '')} · at once, without a change of a file`,
    chosen: 'swarm' as const,
  };
  const items = [...(ofSwarm ? [ofSwarm] : []), ...earlier.map((item) => ({ ...item, chosen: item }))];
  const options = {
    title: `Roll Back ${service.name}`,
    placeHolder: [WHAT_HAPPENS, ...limits].join(' '),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await window.showQuickPick(items, options))?.chosen ?? null;
}

/** What is gone runs only where an engine still has it. */
async function isAccepted({ isGone, earlier }: RollBackItem): Promise<boolean> {
  if (!isGone) return true;
  const write = 'Write It';
  const detail = `The registry does not have ${earlier.name}@${earlier.digest} any more. Only an engine that still has the image can run it.`;
  const options = { modal: true, detail };
  return (await window.showWarningMessage('Write a digest that is gone?', options, write)) === write;
}

async function write(
  chosen: ChosenService,
  server: LanguageServer,
  { declared: { name: service, place }, composed }: Subject,
  { digest, tag }: EarlierDigest,
): Promise<void> {
  const plan = await atWork('Writing the earlier digest', (signal) =>
    server.planDigest(
      { uri: place.uri, service, digest, tag, ...(composed && { composed }) },
      waitingWith(signal),
    ),
  );
  if (!plan) return;
  const outcome = await carryOut(plan, { verb: 'Roll back', alwaysAsk: true });
  const summary = pinSummary({ action: 'rollBack', plan, ...outcome });
  if (!summary) return;
  if (outcome.made.edits === 0) {
    showSummary(summary, server.report);
    return;
  }
  const redeploy = 'Redeploy in Terminal';
  if ((await window.showInformationMessage(summary.message, redeploy)) !== redeploy) return;
  // Compose reads what is on disk.
  for (const file of plan.files) await (await workspace.openTextDocument(Uri.parse(file.uri))).save();
  await offerCommand(chosen);
}

const WHAT_HAPPENS = 'Choose what is written into the file. You see the change before it is made.';
/** Tags whose record is looked at, and lines to choose from. */
const MOST_TAGS = 30;
const MOST = 50;
