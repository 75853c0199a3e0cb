// What an item sends to the server: one thing after the other, in the order in which it was done.
// A decision that could not be sent is kept, told of until it is saved, and sent again as soon as
// the server can be reached or the editor is back from signing in.

import { tell } from "./review-toast.js";

const UNREACHED = "The server could not be reached.";
const SIGNED_OUT = "You are signed out.";

let sending = Promise.resolve();
let unanswered = 0;
// Decisions that are not saved: where they go, and what they say.
const unsent = [];
let told = async () => null;
let freshToken = async () => null;

class SignedOut extends Error {}

/**
 * `settle(answer)` tells the editor what became of a decision that was sent again; `token()` gives
 * the form token that holds now.
 */
export function bindSending({ settle, token }) {
  told = settle;
  freshToken = token;
}

/** Resolves once everything that was sent so far has its answer. */
export const allAnswered = () => sending;

const ask = (action, body) =>
  fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });

async function post(action, body) {
  let answer = await ask(action, body);
  if (answer.status === 403) {
    // Whoever signed in anew in another tab has another token.
    const token = await freshToken();
    if (token) {
      body.set("csrfmiddlewaretoken", token);
      answer = await ask(action, body);
    }
  }
  if (answer.status === 401) throw new SignedOut();
  return answer;
}

/**
 * Send after all that went before. The answer, or null once the editor was told of a failure: with
 * `retry` nothing is kept and the editor is offered that, else it is kept and sent again.
 */
export function send(action, body, { retry = null } = {}) {
  unanswered += 1;
  const answer = sending.then(() => post(action, body)).finally(() => (unanswered -= 1));
  sending = answer.catch(() => null);
  return answer.catch((reason) => {
    if (!retry) keep(action, body);
    tellUnsent(reason instanceof SignedOut ? SIGNED_OUT : UNREACHED, retry);
    return null;
  });
}

/** Keep a decision; of two on the same evidence the newer one counts. */
function keep(action, body) {
  const evidence = body.get("evidence_id");
  const older = unsent.findIndex((one) => evidence && one.body.get("evidence_id") === evidence);
  if (older >= 0) unsent.splice(older, 1);
  unsent.push({ action, body });
}

function tellUnsent(what, retry) {
  const lost = { 0: "Nothing was saved.", 1: "The decision is not saved." };
  const count = lost[unsent.length] ?? `${unsent.length} decisions are not saved.`;
  if (what === SIGNED_OUT) tell(`${what} ${count}`, "Sign in", signIn, { stays: true });
  else tell(`${what} ${count}`, "Try again", () => again(retry), { stays: true });
}

/** Tell that a page could not be had; `retry` asks for it again. */
export const tellUnreached = (retry) => tellUnsent(UNREACHED, retry);

async function again(retry) {
  await sendAgain();
  if (retry) await retry();
}

function signIn() {
  const here = window.location.pathname + window.location.search;
  window.open(`${document.querySelector("[data-sign-in]").dataset.signIn}?${new URLSearchParams({ next: here })}`, "_blank");
}

/** Send what is not saved; what fails once more is kept again. */
export async function sendAgain() {
  for (const { action, body } of unsent.splice(0)) await told(send(action, body));
}

window.addEventListener("online", sendAgain);
window.addEventListener("focus", sendAgain);
// The browser asks before what is not saved is left behind.
window.addEventListener("beforeunload", (event) => {
  if (unsent.length || unanswered) event.preventDefault();
});
