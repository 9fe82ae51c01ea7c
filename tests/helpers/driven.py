"""A page with a script of a test in it, and what the page then says."""

import html
import json
import re

from helpers.browser import printed


def driven(text, script, folder, state=""):
    """What a script makes of a page, as JSON; the page's own policy would not let it run.

    `state` is the fragment of its address.
    """
    free = re.sub(r"<meta http-equiv[^>]*>", "", text)
    body = f"<script>{{ {script} }}</script>"
    out = printed(free.replace("</body>", f"{body}</body>"), folder, state=state)
    return json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', out, re.DOTALL)[1]))


TELL = """
const tell = (value) => { const pre = document.createElement("pre"); pre.id = "told";
  pre.textContent = JSON.stringify(value); document.body.append(pre); };
const slide = (slider, value) => { slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true })); };
"""
STATE = f"""{TELL}
const told = (id) => document.getElementById(id).textContent;
tell({{ outcome: told("outcome"), groups: told("groups"), scaled: told("scaled"),
  hash: location.hash, copied: document.getElementById("copy").value,
  next: [...document.querySelectorAll("#next li")].map((each) => each.textContent),
  levers: Object.fromEntries([...document.querySelectorAll("#levers .lever")].map((lever) =>
    [lever.querySelector("span").textContent, lever.querySelector("output").textContent])),
  labels: Object.fromEntries([...document.querySelectorAll("#chain text[data-of]")].map((text) =>
    [text.dataset.of, text.textContent])) }});"""
"""All that the page says of what was moved; of a box, what stands last in it."""
