// Puts the parts together, as the address asks: ?step ?start=BEAT ?captions=off ?autoplay ?bare

const element = (id) => document.getElementById(id);
const clip = JSON.parse(element("clip").textContent);
const options = new URLSearchParams(window.location.search);
const asked = (name, otherwise) =>
  options.has(name) ? !/^(0|no|off|false)$/i.test(options.get(name)) : otherwise;

const framed = window.parent !== window;
const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
const stage = new Stage(element("video"), new Timeline(clip), () => stillness.matches);
const controls = new Controls(stage, element);
const full = () => document.fullscreenElement !== null;

document.documentElement.classList.toggle("framed", framed);
element("player").classList.toggle("bare", asked("bare", false));
controls.showTranscript(!framed, false);
// Who presents says the words; who reads alone has only the captions.
controls.setCaptions(asked("captions", !asked("step", false)));
stage.setStep(asked("step", false));
listenToKeys(stage, controls, () => stage.step || framed || full());
const sayReady = talkToParent(stage, clip);

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
    const beginning = options.has("start") ? stage.timeline.named(options.get("start")) : -1;
    if (beginning >= 0) stage.seek(stage.timeline.first(beginning));
    if (asked("autoplay", false) && !stillness.matches) stage.play();
    sayReady();
  });
