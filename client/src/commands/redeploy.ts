import { env, Uri, window } from 'vscode';
import { findCurrentHost } from '../docker/hosts';
import { nodeEnvironment } from '../environment';
import type { LanguageServer } from '../languageServer';
import type { TreeNode } from '../views/treeNode';
import { chosenService, type ChosenService } from './chosenService';
import type { Inspected } from './inspected';
import { copyText } from './copyText';
import { deployCommand, deployFolder, type DeployEngine, type Deployment } from './deployCommand';
import { deploymentOf } from './deployment';
import { shellPrompt } from './shellPrompt';
import { shellKind, shellLine } from './shellWords';

/** *Redeploy in Terminal*: the command stands in a terminal, and the user presses enter. */
export async function redeploy(
  views: Inspected,
  _server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenService(views, node, 'Redeploy in Terminal');
  if (chosen) await offerCommand(chosen);
}

/** Puts the command that deploys a service into a terminal, or says why there is none. */
export async function offerCommand(
  chosen: Pick<ChosenService, 'host' | 'releases' | 'service'>,
): Promise<void> {
  const { service } = chosen;
  const result = deploymentOf(service, declaringFile(service));
  if (!result.known) {
    void window.showInformationMessage(result.message);
    return;
  }
  const folder = deployFolder(result.deployment);
  const present = folder === null ? [] : await nodeEnvironment().listFolder(folder);
  const words = deployCommand(withPresent(result.deployment, present ?? []), await engineOf(chosen));
  const line = shellLine(words, shellKind(env.shell));
  if (line === null) {
    await offerCopy('Your shell cannot be given this command as it is.', words.join(' '));
  } else if (present === null) {
    await offerCopy(`${service.name} was deployed from ${folder ?? ''}, which is not on this machine.`, line);
  } else {
    const terminal = window.createTerminal({
      name: `Redeploy ${service.name}`,
      ...(folder === null ? {} : { cwd: folder }),
    });
    terminal.show();
    await shellPrompt(terminal);
    terminal.sendText(line, false);
  }
}

function declaringFile({ declaration }: ChosenService['service']): string | null {
  if (declaration.kind !== 'declared') return null;
  const uri = Uri.parse(declaration.service.place.uri);
  return uri.scheme === 'file' ? uri.fsPath : null;
}

function withPresent(deployment: Deployment, present: readonly string[]): Deployment {
  return deployment.kind === 'compose' ? { ...deployment, present } : deployment;
}

async function engineOf({ host, releases }: Pick<ChosenService, 'host' | 'releases'>): Promise<DeployEngine> {
  const current = await findCurrentHost(nodeEnvironment());
  return { origin: host.origin, endpoint: releases.engine.endpoint, isCurrent: current.id === host.id };
}

async function offerCopy(message: string, command: string): Promise<void> {
  const copy = 'Copy Command';
  if ((await window.showInformationMessage(message, copy)) === copy) await copyText(command);
}
