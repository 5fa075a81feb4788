/** The page of the user pool. */
import { byId } from "../dom.js";
import { messageItem } from "../message-item.js";
import { showState } from "../stream.js";
import { startInvocations } from "./invocations.js";
import { followed, keepAsking, watched } from "./poll.js";
import { startPoolFaults } from "./pool-faults.js";
import { showPools } from "./pools.js";

let startedAt;
const invocations = startInvocations();
const newInvocations = followed("invocations", "invocations", invocations.add);
const pools = watched("pools", (answer) => {
  if (startedAt !== undefined && startedAt !== answer.startedAt) {
    newInvocations.restart();
    invocations.clear();
  }
  startedAt = answer.startedAt;
  showPools(answer.pools);
});

/** Null: the program that started the pool delivers its messages. */
const isDeliveredElsewhere = ({ messages }) => messages === null;

const messages = watched(
  "messages",
  (answer) => {
    const sent = answer.messages ?? [];
    byId("messages").replaceChildren(...sent.toReversed().map(messageItem));
    byId("messages-empty").hidden = sent.length > 0;
    byId("messages-empty").textContent = isDeliveredElsewhere(answer)
      ? "The program that started this pool delivers its messages. In the embedded stack they are in the inbox."
      : "No messages yet. Sign a user up to see the code here.";
  },
  isDeliveredElsewhere,
);

const faults = watched("faults", (answer) => showFaults(answer));
const showFaults = startPoolFaults(() => faults());

keepAsking(
  async () => {
    await pools();
    await Promise.all([newInvocations.ask(), messages(), faults()]);
  },
  (live) => showState(byId("state"), live, "Live"),
);
