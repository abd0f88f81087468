// What a page around the player may ask for, and what it is told. Returns what says "ready".

const talkToParent = (stage, clip) => {
  const { timeline } = stage;
  const framed = window.parent !== window;
  const post = (kind, more = {}) => {
    if (!framed) return;
    // Any page may know this: it is what the page it shows says itself.
    window.parent.postMessage(
      {
        explainer: kind,
        clip: clip.stem,
        beat: timeline.beats[stage.index].name,
        index: stage.index,
        time: stage.time,
        playing: stage.playing,
        step: stage.step,
        resting: stage.resting,
        ...more,
      },
      "*",
    );
  };

  const commands = {
    play: () => stage.play(),
    pause: () => stage.pause(),
    next: () => stage.next(),
    previous: () => stage.previous(),
    state: () => post("state"),
    goto: ({ beat }) => {
      const index = typeof beat === "string" ? timeline.named(beat) : -1;
      if (index < 0) post("error", { message: `no beat is called ${String(beat).slice(0, 80)}` });
      else stage.goTo(index);
    },
  };

  window.addEventListener("message", ({ source, data }) => {
    if (!framed || source !== window.parent) return;
    if (typeof data !== "object" || data === null || typeof data.explainer !== "string") return;
    if (Object.hasOwn(commands, data.explainer)) commands[data.explainer](data);
    else post("error", { message: `no command is called ${data.explainer.slice(0, 80)}` });
  });

  for (const kind of ["beat", "rest", "ended"]) stage.addEventListener(kind, () => post(kind));
  stage.addEventListener("leave", ({ detail }) => post("leave", { direction: detail }));
  for (const name of ["play", "pause"]) stage.video.addEventListener(name, () => post("state"));
  const names = timeline.beats.map(({ name }) => name);
  return () => post("ready", { beats: names, duration: timeline.duration });
};
