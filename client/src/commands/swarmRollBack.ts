import { window } from 'vscode';
import { explanation } from '../docker/failures';
import type { SwarmService } from '../docker/releases/model';
import { atWork } from './atWork';
import type { ChosenService } from './chosenService';
import type { Inspected } from './inspected';
import { swarmRollBackWords } from './swarmRollBackWords';

/** Has the engine return a service to its previous specification, once the user has confirmed it. */
export async function swarmRollBack(
  views: Inspected,
  { host, releases, service }: ChosenService,
  { facts }: SwarmService,
): Promise<void> {
  const words = swarmRollBackWords(service.name, facts, releases.engine.machine ?? host.name);
  const rollBack = 'Roll Back';
  const options = { modal: true, detail: words.detail };
  if ((await window.showWarningMessage(words.question, options, rollBack)) !== rollBack) return;
  const engine = views.inspector.engine(host.id);
  if (!engine) {
    void window.showErrorMessage(
      `${service.name} was not rolled back: its engine is not connected any more.`,
    );
    return;
  }
  const answer = await atWork(`Rolling back ${service.name}`, (signal) =>
    engine.rollBackService(facts, signal),
  );
  if (!answer) {
    void window.showWarningMessage(words.cancelled);
  } else if (answer.ok) {
    void window.showInformationMessage(words.done);
  } else {
    const { status } = answer.failure;
    // The engine's own words are the detail.
    const why = status === undefined ? explanation(answer.failure) : answer.failure.detail;
    void window.showErrorMessage(`${service.name} was not rolled back. ${why}`);
  }
}
