// The video, and how it goes from beat to beat. Tells "change", "beat", "rest", "question", "ended",
// "leave".

class Stage extends EventTarget {
  constructor(video, timeline, calm) {
    super();
    this.video = video;
    this.timeline = timeline;
    this.calm = calm; // whether the viewer prefers reduced motion
    this.step = false;
    this.started = false; // until then the poster shows
    this.index = 0;
    this.goal = 0; // the beat at whose end it stops in step mode, or where it asks
    this.ticket = 0;
    for (const name of ["play", "pause", "ratechange", "loadedmetadata"]) {
      video.addEventListener(name, () => this.tell("change"));
    }
    video.addEventListener("play", () => this.watch());
    // A hidden page has no animation frames, but these go on.
    for (const name of ["timeupdate", "seeking", "seeked"]) {
      video.addEventListener(name, () => this.look());
    }
    video.addEventListener("ended", () => {
      this.look();
      this.tell("ended");
    });
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  get time() {
    return this.video.currentTime;
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  get over() {
    return this.started && this.timeline.isLast(this.time, this.timeline.final);
  }

  get resting() {
    return this.started && this.timeline.isLast(this.time, this.index);
  }

  watch() {
    cancelAnimationFrame(this.ticket);
    if (!this.playing) return;
    this.look();
    this.ticket = requestAnimationFrame(() => this.watch());
  }

  look() {
    const stops = this.step || this.timeline.beats[this.goal].asks;
    if (stops && this.playing && this.time >= this.timeline.last(this.goal) - this.lead()) {
      this.rest(this.goal);
      return;
    }
    this.settle();
  }

  // Stopping takes a moment, so it begins a little early; the seek then shows the very last frame.
  lead() {
    const { start, end } = this.timeline.beats[this.goal];
    const lead = Math.max(1.5 * this.timeline.frame, 0.05 * this.video.playbackRate);
    return Math.min(lead, (end - start) / 2);
  }

  settle() {
    const index = this.timeline.at(this.time);
    if (index !== this.index) {
      this.index = index;
      if (!this.step) this.aim();
      this.tell("beat");
    }
    this.tell("change");
  }

  seek(time) {
    this.started = true;
    this.video.currentTime = Math.min(
      Math.max(time, 0),
      this.timeline.duration - this.timeline.frame / 2,
    );
    this.settle();
    this.aim();
  }

  aim() {
    const next = this.index + (this.resting ? 1 : 0);
    this.goal = Math.min(next, this.timeline.final);
  }

  // Stands still at the end of a beat.
  rest(index) {
    this.video.pause();
    this.seek(this.timeline.last(index));
    this.tell("rest");
    if (this.timeline.beats[index].asks) this.tell("question", this.timeline.beats[index].title);
    if (index === this.timeline.final) this.tell("ended");
  }

  play() {
    if (this.over) this.seek(0);
    this.started = true;
    this.aim();
    // Refused or interrupted by a pause: then it is simply not playing.
    this.video.play().catch(() => this.tell("change"));
    this.tell("change");
  }

  pause() {
    this.video.pause();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  setStep(on) {
    this.step = on;
    this.aim();
    this.tell("change");
    this.tell("setting");
  }

  // Goes to the start of a beat and plays it; shows only its end to who prefers stillness.
  goTo(index) {
    if (this.calm()) {
      this.rest(index);
      return;
    }
    this.seek(this.timeline.first(index));
    this.play();
  }

  next() {
    if (this.over) {
      this.tell("leave", "forward");
    } else if (!this.started) {
      if (this.calm()) this.rest(0);
      else this.play();
    } else if (!this.step) {
      if (this.index < this.timeline.final) this.move(this.index + 1);
      else this.rest(this.index);
    } else if (this.playing || this.calm()) {
      this.rest(this.playing || !this.resting ? this.index : this.index + 1);
    } else {
      this.play();
    }
  }

  previous() {
    const { index } = this;
    const since = this.time - this.timeline.beats[index].start;
    if (!this.step && since > 1) {
      this.move(index);
    } else if (index > 0) {
      if (this.step) this.rest(index - 1);
      else this.move(index - 1);
    } else if (this.started && since > this.timeline.frame) {
      this.pause();
      this.seek(0);
    } else {
      this.tell("leave", "backward");
    }
  }

  // Goes to a beat, playing or paused as before.
  move(index) {
    if (!this.playing && this.calm()) this.rest(index);
    else this.seek(this.timeline.first(index));
  }
}
