// Puts the parts together, as the address asks: ?step ?beat=NAME ?t=30 ?captions=off ?autoplay ?bare

const element = (id) => document.getElementById(id);
const clip = JSON.parse(element("clip").textContent);
const options = new URLSearchParams(window.location.search);
const asked = (name, otherwise) =>
  options.has(name) ? !/^(0|no|off|false)$/i.test(options.get(name)) : otherwise;

const framed = window.parent !== window;
const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
const stage = new Stage(element("video"), new Timeline(clip), () => stillness.matches);
const controls = new Controls(stage, memory, element);
const parent = talkToParent(stage, controls, clip);
const full = () => document.fullscreenElement !== null;

document.documentElement.classList.toggle("framed", framed);
element("player").classList.toggle("bare", asked("bare", false));
controls.showTranscript(!framed, false);
// Who presents says the words; who reads alone has only the captions.
const steps = asked("step", false);
controls.setCaptions(!steps);
controls.recall();
if (steps || options.has("captions")) controls.setCaptions(asked("captions", false));
stage.setStep(steps);
listenToKeys(stage, controls, () => stage.step || framed || full(), parent.handBack);
playAlone(stage);

// A page with ten clips does not fetch ten films before somebody wants one.
const fetchAhead = () => (stage.video.preload = "auto");
if (framed && !steps) {
  for (const name of ["pointerenter", "focusin", "keydown"]) {
    document.documentElement.addEventListener(name, fetchAhead, { once: true });
  }
} else {
  fetchAhead();
}

// The room that picture and controls take, which a frame around them may have.
const measure = () => {
  const player = element("player");
  const below = element("controls").offsetHeight;
  player.style.setProperty("--controls", `${below}px`);
  const more = asked("bare", false) ? 0 : player.offsetHeight - stage.video.offsetHeight;
  parent.saySize(Math.ceil(window.innerWidth / clip.ratio + more));
};
new ResizeObserver(measure).observe(element("player"));

const known = (video) =>
  video.readyState > 0
    ? Promise.resolve()
    : new Promise((resolve) => video.addEventListener("loadedmetadata", resolve, { once: true }));

// Simple servers send no parts of a file, and then no moment can be sought: fetch it whole.
const fetchWhole = async (video) => {
  const { seekable, duration } = video;
  if (seekable.length && seekable.end(seekable.length - 1) > duration / 2) return;
  try {
    const answer = await fetch(video.currentSrc);
    if (!answer.ok) return;
    const film = await answer.blob();
    const { currentTime } = video;
    const playing = stage.playing;
    video.src = URL.createObjectURL(film);
    await known(video);
    if (currentTime > 0) video.currentTime = currentTime;
    if (playing) stage.play();
  } catch {
    // It plays all the same, from the start to the end.
  }
};

known(stage.video)
  .then(() => fetchWhole(stage.video))
  .then(() => {
    const beginning = stage.timeline.named(options.get("beat") ?? options.get("start"));
    if (beginning >= 0) stage.seek(stage.timeline.first(beginning));
    const moment = /^(?:(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(options.get("t") ?? "");
    if (moment) stage.seek(60 * Number(moment[1] ?? 0) + Number(moment[2]));
    if (asked("autoplay", false) && !stillness.matches) stage.play();
    measure();
    parent.sayReady();
  });
