// Keys, and the keys that a presenter's remote sends.

const listenToKeys = (stage, controls, presenting, handBack) => {
  const { timeline } = stage;
  const actions = {
    ArrowRight: () => stage.next(),
    ArrowLeft: () => stage.previous(),
    " ": () => (stage.step ? stage.next() : stage.toggle()),
    k: () => stage.toggle(),
    s: () => stage.setStep(!stage.step),
    c: () => controls.toggleCaptions(),
    p: () => controls.toggleWindow(),
    f: () => controls.toggleFullScreen(),
    t: () => controls.showTranscript(controls.$("transcript").hidden),
    "?": () => controls.toggleHelp(),
    "<": () => controls.changeSpeed(-1),
    ">": () => controls.changeSpeed(1),
    b: () => controls.toggleBlack(),
    ".": () => controls.toggleBlack(),
  };
  // On a page that is read, these scroll.
  const presenters = {
    PageDown: () => stage.next(),
    PageUp: () => stage.previous(),
    Home: () => {
      stage.pause();
      stage.seek(0);
    },
    End: () => stage.rest(timeline.final),
  };

  const action = (event) => {
    const { key } = event;
    if (/^[1-9]$/.test(key) && Number(key) <= timeline.beats.length) {
      return () => stage.goTo(Number(key) - 1);
    }
    if (key in presenters) return presenting() ? presenters[key] : undefined;
    return Object.hasOwn(actions, key.length === 1 ? key.toLowerCase() : key)
      ? actions[key.length === 1 ? key.toLowerCase() : key]
      : undefined;
  };

  const belongsTo = (target, key) => {
    if (target.closest("dialog[open]")) return true;
    if (/^Page/.test(key)) return false; // a remote steps, whatever was clicked before
    if (target.closest("select")) return true;
    if (target.closest("input")) return /^(Arrow|Home|End)/.test(key);
    return Boolean(target.closest("button, a")) && (key === " " || key === "Enter");
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") controls.showChapters(false);
    if (belongsTo(event.target, event.key)) return;
    if (handBack(event.key)) {
      event.preventDefault();
      return;
    }
    const act = action(event);
    if (!act) return;
    event.preventDefault();
    if (controls.black) controls.toggleBlack();
    else if (!event.repeat || event.key.startsWith("Arrow")) act();
  });
  controls.$("blackout").addEventListener("click", () => controls.toggleBlack());
};
