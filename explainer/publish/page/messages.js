// What a page around the player may ask for, and what it is told. Returns what says "ready", and
// what hands back the keys that the page keeps for itself.

const talkToParent = (stage, controls, clip) => {
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
        rate: stage.video.playbackRate,
        captions: controls.captions,
        ...more,
      },
      "*",
    );
  };

  const complain = (message) => post("error", { message });
  let keysOfThePage = [];

  const commands = {
    play: () => stage.play(),
    pause: () => stage.pause(),
    next: () => stage.next(),
    previous: () => stage.previous(),
    state: () => post("state"),
    goto: ({ beat }) => {
      const index = typeof beat === "string" ? timeline.named(beat) : -1;
      if (index < 0) complain(`no beat is called ${String(beat).slice(0, 80)}`);
      else stage.goTo(index);
    },
    seek: ({ time }) => {
      if (Number.isFinite(time)) stage.seek(time);
      else complain("seek takes a time in seconds");
    },
    step: ({ on = true }) => stage.setStep(Boolean(on)),
    captions: ({ on = true }) => controls.setCaptions(Boolean(on)),
    rate: ({ rate }) => {
      if (rate >= 0.25 && rate <= 4) controls.setSpeed(rate);
      else complain("rate takes a number from 0.25 to 4");
    },
    keys: ({ keys }) => {
      if (Array.isArray(keys)) keysOfThePage = keys;
      else complain("keys takes a list of keys, which are handed back");
    },
  };

  window.addEventListener("message", ({ source, data }) => {
    if (!framed || source !== window.parent) return;
    if (typeof data !== "object" || data === null || typeof data.explainer !== "string") return;
    if (Object.hasOwn(commands, data.explainer)) commands[data.explainer](data);
    else complain(`no command is called ${data.explainer.slice(0, 80)}`);
  });

  for (const kind of ["beat", "rest", "ended"]) stage.addEventListener(kind, () => post(kind));
  stage.addEventListener("leave", ({ detail }) => post("leave", { direction: detail }));
  stage.addEventListener("question", ({ detail }) => post("question", { question: detail }));
  stage.addEventListener("setting", () => post("state"));
  for (const name of ["play", "pause", "seeked"]) {
    stage.video.addEventListener(name, () => post("state"));
  }
  stage.video.addEventListener("timeupdate", () => {
    if (stage.playing) post("time");
  });
  const names = timeline.beats.map(({ name }) => name);
  return {
    sayReady: () => post("ready", { beats: names, duration: timeline.duration, title: clip.title }),
    saySize: (height) => post("size", { height }),
    handBack: (key) => {
      if (!keysOfThePage.includes(key)) return false;
      post("key", { key });
      return true;
    },
  };
};
