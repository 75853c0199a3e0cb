// Asks the API what a form of the explorer says, with the session, and shows the same for curl.

import "./page.js";

const SHOWN_HEADERS = [
  "content-type", "etag", "last-modified", "dataset-revision", "link", "location", "ratelimit",
  "ratelimit-policy", "retry-after", "deprecation", "sunset", "x-request-id",
];
const SHOWN_CHARACTERS = 200_000;
const root = document.querySelector(".explorer");

/** What the fields of a form say: the address, headers and body of a request. */
function requestOf(form) {
  const query = new URLSearchParams();
  const headers = {};
  let path = form.dataset.path;
  let body;
  for (const field of form.querySelectorAll("[data-place]")) {
    const value = field.value.trim();
    if (field.dataset.place === "body") {
      body = value;
      headers["Content-Type"] = "application/json";
    } else if (field.dataset.place === "path") {
      path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    } else if (value && field.dataset.place === "query") {
      query.append(field.name, value);
    } else if (value) {
      headers[field.name] = value;
    }
  }
  const asked = query.toString().replaceAll("%2C", ",");
  return { address: path + (asked ? `?${asked}` : ""), headers, body, method: form.dataset.method };
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same request as a line for curl, with a token's place. */
function curlLine({ address, headers, body, method }) {
  const parts = ["curl"];
  if (method !== "GET") {
    parts.push("-X", method);
  }
  parts.push('-H "Authorization: Bearer $TOKEN"');
  for (const [name, value] of Object.entries(headers)) {
    parts.push("-H", quoted(`${name}: ${value}`));
  }
  if (body !== undefined) {
    parts.push("-d", quoted(body));
  }
  return [...parts, quoted(root.dataset.root + address)].join(" ");
}

function readable(text, type) {
  if (!type.includes("json")) {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function ask(form) {
  const answer = form.parentElement.querySelector(".answer");
  const part = (name) => answer.querySelector(`.${name}`);
  const request = requestOf(form);
  answer.hidden = false;
  part("curl").textContent = curlLine(request);
  part("status").textContent = "Waiting for the answer …";
  part("headers").textContent = part("body").textContent = "";
  const begun = performance.now();
  try {
    const response = await fetch(request.address, {
      method: request.method,
      headers: request.method === "GET"
        ? request.headers
        : { ...request.headers, "X-CSRFToken": root.dataset.csrf },
      body: request.body,
      credentials: "same-origin",
    });
    const text = await response.text();
    const took = Math.round(performance.now() - begun);
    part("status").textContent = `${response.status} ${response.statusText}, ${took} ms`;
    part("headers").textContent = SHOWN_HEADERS.filter((name) => response.headers.has(name))
      .map((name) => `${name}: ${response.headers.get(name)}`)
      .join("\n");
    const body = readable(text, response.headers.get("content-type") ?? "");
    part("body").textContent = body.slice(0, SHOWN_CHARACTERS);
  } catch (error) {
    part("status").textContent = `The server cannot be reached (${error.message}). Try again.`;
  }
}

root.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(event.target);
});
