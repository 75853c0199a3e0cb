// What has just happened, for a while, with a way to take it back.

const TOAST = 10_000; // ms

let toastTimer = 0;

/**
 * Say what happened, with a button for what one may want to do about it: for ten seconds, or until
 * something else is said where it `stays`.
 */
export function tell(text, offer, act, { stays = false } = {}) {
  document.querySelector(".toast")?.remove();
  window.clearTimeout(toastTimer);
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  toast.append(text);
  if (offer) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = offer;
    button.addEventListener("click", () => {
      toast.remove();
      act();
    });
    toast.append(button);
  }
  document.body.append(toast);
  if (stays) return;
  const hide = () => {
    if (toast.matches(":hover, :focus-within")) toastTimer = window.setTimeout(hide, 1000);
    else toast.remove();
  };
  toastTimer = window.setTimeout(hide, TOAST);
}
