// Puts clips into a page, and leads those that are there:
//
//   <script src="clips/explainer-embed.js" data-clip="STEM"></script>
//
// puts the player of the clip, which lies beside this file, in the script's place; data-step,
// data-bare, data-beat, data-t, data-captions and data-autoplay go into its address, data-title
// names it. Without data-clip it leads the players that the page frames by itself, in an <iframe>.
(() => {
  "use strict";

  const OPTIONS = ["step", "bare", "beat", "t", "captions", "autoplay"];
  const DECKS = ".reveal, #slide-container, #slideshow, .bespoke-marp-parent, [data-deck]";
  // What these keys do in a deck, they do while the player has the keyboard, too.
  const KEYS_OF_DECKS = ["Escape", "Esc", "o", "O", "s", "S", "f", "F", "g", "G"];
  const OFTEN = 150; // milliseconds

  const place = (script) => {
    const { clip, title } = script.dataset;
    const address = new URL(`${clip.split("/").map(encodeURIComponent).join("/")}.html`, script.src);
    for (const name of OPTIONS) {
      if (name in script.dataset) address.searchParams.set(name, script.dataset[name]);
    }
    const frame = document.createElement("iframe");
    frame.title = title || clip.split("/").pop();
    frame.dataset.explainer = clip;
    frame.loading = "lazy";
    frame.allowFullscreen = true;
    // Until the player says how high it is. It is never higher than the window.
    frame.style.cssText = "display:block;width:100%;border:0;aspect-ratio:16/10.4;max-height:100vh";
    frame.src = address.href;
    // What stands first in a page without tags is in its head, where nothing can be seen.
    if (script.closest("head")) addEventListener("DOMContentLoaded", () => document.body.prepend(frame));
    else script.after(frame);
  };

  const script = document.currentScript;
  if (script?.dataset.clip) place(script);
  if (window.explainerEmbed) return; // one leads them all
  const clips = new Set();
  window.explainerEmbed = clips;

  const inDeck = () => window.Reveal !== undefined || document.querySelector(DECKS) !== null;
  const tell = (frame, explainer, more) =>
    frame.contentWindow?.postMessage({ explainer, ...more }, "*");

  // As if the key had been pressed on the page itself.
  const press = (key) => {
    const codes = { PageDown: 34, PageUp: 33, ArrowRight: 39, ArrowLeft: 37, Escape: 27 };
    const keyCode = codes[key] ?? key.toUpperCase().charCodeAt(0);
    const code = key.length === 1 ? `Key${key.toUpperCase()}` : key;
    const options = { key, code, keyCode, which: keyCode, bubbles: true, cancelable: true };
    for (const kind of ["keydown", "keyup"]) {
      document.body.dispatchEvent(new KeyboardEvent(kind, options));
    }
  };

  const looked = new WeakMap();

  const leave = (frame, direction) => {
    looked.set(frame, false);
    frame.blur();
    window.focus();
    const forward = direction === "forward";
    if (window.Reveal?.isReady?.()) window.Reveal[forward ? "next" : "prev"]();
    else if (inDeck()) press(forward ? "ArrowRight" : "ArrowLeft");
  };

  const heard = {
    ready: (frame, { title }) => {
      clips.add(frame);
      if (title && !frame.title) frame.title = title;
      if (inDeck()) tell(frame, "keys", { keys: KEYS_OF_DECKS });
      look();
    },
    size: (frame, { height }) => {
      if (frame.dataset.explainer === undefined || !(height > 0)) return;
      frame.style.aspectRatio = "auto";
      frame.style.height = `${height}px`;
    },
    state: (frame, { playing }) => {
      if (!playing) return;
      for (const other of clips) if (other !== frame) tell(other, "pause");
    },
    leave: (frame, { direction }) => leave(frame, direction),
    key: (frame, { key }) => {
      if (typeof key === "string") press(key);
    },
  };

  window.addEventListener("message", ({ source, data }) => {
    if (typeof data?.explainer !== "string" || !Object.hasOwn(heard, data.explainer)) return;
    const frame = [...document.querySelectorAll("iframe")].find(
      ({ contentWindow }) => contentWindow === source,
    );
    if (frame) heard[data.explainer](frame, data);
  });

  // On its slide a clip has the keyboard; when the slide goes it stops. Decks differ in how they
  // tell that a slide has come; most hide those that have not.
  const seen = (frame) => {
    if (window.Reveal) {
      return Boolean(Reveal.getCurrentSlide?.()?.contains(frame)) && !Reveal.isOverview();
    }
    const { left, right, top, bottom, width } = frame.getBoundingClientRect();
    const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    return inside && width > 0 && frame.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  function look() {
    // Until Reveal is ready it moves its slides about, and takes the keyboard.
    if (!inDeck() || window.Reveal?.isReady?.() === false) return;
    for (const frame of clips) {
      if (!frame.isConnected) clips.delete(frame);
      const now = seen(frame);
      if (now === (looked.get(frame) ?? false)) continue;
      looked.set(frame, now);
      if (now) {
        frame.focus();
        frame.contentWindow?.focus();
      } else {
        tell(frame, "pause");
        frame.blur();
        window.focus();
      }
    }
  }

  setInterval(look, OFTEN);
})();
