// What is seen around the video, and the buttons.

const clock = (seconds) => {
  const whole = Math.floor(seconds + 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

class Controls {
  constructor(stage, memory, element) {
    this.stage = stage;
    this.memory = memory;
    this.timeline = stage.timeline;
    this.captions = true;
    this.idle = 0;
    this.$ = element;
    this.jumps = [...document.querySelectorAll("[data-beat]")];
    this.drawSegments();
    this.useTracks();
    this.peek = new Peek(element("peek"), stage.video);
    this.connect();
    stage.addEventListener("change", () => this.draw());
    stage.addEventListener("beat", () => this.announce(!stage.playing || !stage.step));
    stage.addEventListener("rest", () => this.say(this.beat.alt || this.beat.title));
    stage.video.removeAttribute("controls");
    this.$("controls").hidden = false;
    this.draw();
  }

  get beat() {
    return this.timeline.beats[this.stage.index];
  }

  drawSegments() {
    const { beats, duration } = this.timeline;
    this.segments = beats.map(({ start, end }) => {
      const segment = document.createElement("i");
      segment.style.left = `${(100 * start) / duration}%`;
      segment.style.width = `${(100 * (end - start)) / duration}%`;
      this.$("segments").append(segment);
      return segment;
    });
  }

  // The page shows captions itself; a phone's own player and a window of its own show the track.
  useTracks() {
    const { video } = this.stage;
    const tracks = [...video.textTracks];
    for (const track of tracks) track.mode = "hidden";
    const captions = tracks.find(({ kind }) => kind === "captions");
    if (!captions) return;
    for (const [event, elsewhere] of [
      ["webkitbeginfullscreen", true],
      ["webkitendfullscreen", false],
      ["enterpictureinpicture", true],
      ["leavepictureinpicture", false],
    ]) {
      video.addEventListener(event, () => {
        captions.mode = elsewhere && this.captions ? "showing" : "hidden";
      });
    }
  }

  connect() {
    const { stage, $ } = this;
    const click = (id, action) => $(id).addEventListener("click", action);
    click("play", () => stage.toggle());
    click("next", () => stage.next());
    click("previous", () => stage.previous());
    click("step", () => stage.setStep(!stage.step));
    click("captions", () => this.toggleCaptions());
    click("window", () => this.toggleWindow());
    click("full", () => this.toggleFullScreen());
    click("help", () => this.toggleHelp());
    click("list", () => this.showChapters($("chapters").hidden));
    click("words", () => this.showTranscript($("transcript").hidden));
    click("start", () => stage.play());
    click("video", () => (stage.step ? stage.next() : stage.toggle()));
    $("speed").addEventListener("change", () => this.setSpeed(Number($("speed").value)));
    $("seek").addEventListener("input", () => stage.seek(Number($("seek").value)));
    for (const button of this.jumps) {
      button.addEventListener("click", () => {
        this.showChapters(false);
        $("player").scrollIntoView({ block: "nearest" });
        stage.goTo(Number(button.dataset.beat));
      });
    }
    // After a click a remote's keys must reach the player, not press or turn the same thing again.
    const back = () => $("stage").focus({ preventScroll: true });
    let byHand = false;
    document.addEventListener("pointerdown", () => (byHand = true), true);
    document.addEventListener("keydown", () => (byHand = false), true);
    document.addEventListener("click", (event) => {
      if (event.detail > 0 && event.target.closest("button")) back();
    });
    $("speed").addEventListener("change", () => {
      if (byHand) back();
    });
    $("seek").addEventListener("pointerup", back);
    stage.video.addEventListener("error", () => this.fail());
    if (stage.video.error) this.fail();
    this.hoverTrack();
    this.wake();
    for (const name of ["pointermove", "pointerdown", "keydown"]) {
      $("player").addEventListener(name, () => this.wake());
    }
    document.addEventListener("fullscreenchange", () => this.draw());
    $("full").hidden = !(document.fullscreenEnabled || stage.video.webkitEnterFullscreen);
    $("window").hidden = !document.pictureInPictureEnabled;
  }

  hoverTrack() {
    const { $ } = this;
    $("track").addEventListener("pointermove", (event) => {
      const box = $("track").getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      const time = share * this.timeline.duration;
      const title = this.timeline.beats[this.timeline.at(time)].title;
      $("moment").textContent = `${clock(time)} ${title}`;
      $("hint").hidden = event.pointerType === "touch";
      if (!$("hint").hidden) this.peek.show(time);
      const room = box.width - $("hint").offsetWidth;
      const left = share * box.width - $("hint").offsetWidth / 2;
      $("hint").style.left = `${Math.max(0, Math.min(left, room))}px`;
    });
    $("track").addEventListener("pointerleave", () => {
      $("hint").hidden = true;
    });
  }

  // Where the controls lie over the picture they go when nothing has moved for a while.
  wake() {
    this.$("player").classList.remove("idle");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.$("player").classList.add("idle"), 2500);
  }

  draw() {
    const { stage, $ } = this;
    const { time, index } = stage;
    const { beats, duration } = this.timeline;
    $("start").hidden = stage.started;
    $("player").classList.toggle("playing", stage.playing);
    $("player").classList.toggle("stepping", stage.step);
    $("player").classList.toggle("resting", !stage.playing);
    $("player").classList.toggle("full", document.fullscreenElement === $("player"));
    $("full").setAttribute("aria-pressed", String(document.fullscreenElement === $("player")));
    $("play").setAttribute("aria-label", stage.playing ? "Pause" : "Play");
    $("step").setAttribute("aria-pressed", String(stage.step));
    $("captions").setAttribute("aria-pressed", String(this.captions));
    $("speed").value = String(stage.video.playbackRate);
    $("time").textContent = clock(time);
    $("beat").textContent = `${index + 1}/${beats.length}  ${this.beat.title}`;
    if (document.activeElement !== $("seek") || stage.playing) $("seek").value = String(time);
    const spoken = `${clock(time)} of ${clock(duration)}, ${this.place()}`;
    if ($("seek").getAttribute("aria-valuetext") !== spoken) {
      $("seek").setAttribute("aria-valuetext", spoken);
    }
    beats.forEach(({ start, end }, number) => {
      const done = Math.min(Math.max((time - start) / (end - start || 1), 0), 1);
      this.segments[number].style.setProperty("--done", `${100 * done}%`);
    });
    for (const button of this.jumps) {
      if (stage.started && Number(button.dataset.beat) === index) {
        button.setAttribute("aria-current", "step");
      } else {
        button.removeAttribute("aria-current");
      }
    }
    const text = this.captions && stage.started ? this.timeline.caption(time) : "";
    if ($("caption").textContent !== text) $("caption").textContent = text;
    $("player").classList.toggle("captioned", this.captions);
  }

  place() {
    return `step ${this.stage.index + 1} of ${this.timeline.beats.length}: ${this.beat.title}`;
  }

  announce(brief) {
    const place = this.place();
    this.say(place[0].toUpperCase() + place.slice(1) + (brief ? "" : `. ${this.beat.say}`));
  }

  say(text) {
    this.$("live").textContent = text;
  }

  setCaptions(on) {
    this.captions = on;
    this.draw();
    this.stage.tell("setting");
  }

  toggleCaptions() {
    this.setCaptions(!this.captions);
    this.memory.keep("captions", this.captions ? "on" : "off");
  }

  setSpeed(rate) {
    this.stage.video.playbackRate = rate;
    this.memory.keep("speed", rate);
    this.stage.tell("setting");
  }

  changeSpeed(by) {
    const at = RATES.indexOf(this.stage.video.playbackRate) + by;
    this.setSpeed(RATES[Math.min(Math.max(at, 0), RATES.length - 1)]);
  }

  // As they were chosen the last time.
  recall() {
    const speed = Number(this.memory.kept("speed"));
    if (RATES.includes(speed)) this.stage.video.playbackRate = speed;
    const captions = this.memory.kept("captions");
    if (captions) this.setCaptions(captions === "on");
  }

  toggleWindow() {
    const leave = document.pictureInPictureElement !== null;
    const done = leave ? document.exitPictureInPicture() : this.stage.video.requestPictureInPicture();
    done.catch(() => {}); // refused: it stays where it is
  }

  toggleFullScreen() {
    const { video } = this.stage;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) this.$("player").requestFullscreen().catch(() => {});
    else if (video.webkitEnterFullscreen) video.webkitEnterFullscreen();
  }

  toggleHelp() {
    const keys = this.$("keys");
    if (keys.open) keys.close();
    else keys.showModal();
  }

  showChapters(on) {
    this.$("chapters").hidden = !on;
    this.$("list").setAttribute("aria-expanded", String(on));
  }

  showTranscript(on, follow = true) {
    this.$("transcript").hidden = !on;
    this.$("words").setAttribute("aria-expanded", String(on));
    if (on && follow) this.$("transcript").scrollIntoView({ block: "start" });
  }

  get black() {
    return !this.$("blackout").hidden;
  }

  toggleBlack() {
    this.stage.pause();
    this.$("blackout").hidden = this.black;
  }

  fail() {
    const { src } = this.stage.video;
    const name = decodeURIComponent(src.split("/").pop().slice(0, 200));
    this.$("failure").textContent = src.startsWith("data:")
      ? "The film in this page cannot be played: the page is damaged, or this browser knows no H.264."
      : `The clip ${name} could not be loaded: it must lie beside this page, under this name.`;
    this.$("failure").hidden = false;
  }
}
