// Plays the film of a beat when its slide comes, and leaves the picture on which it ends.
// A slide of a beat is "waiting" for its film, "playing", "stopped" when the film stands on its last
// picture, or "over": then that picture stands there by itself.
(() => {
    "use strict";

    const deck = document.querySelector(".reveal");
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    const filmOf = (slide) => (slide ? slide.querySelector("video") : null);

    function rest(slide) {
        const film = filmOf(slide);
        if (film) {
            film.pause();
            slide.dataset.state = "over";
        }
    }

    // Calls back when a picture of where the film is now is on the screen: the first that comes
    // after a seek may still be one of where it was.
    function onPicture(film, callback) {
        const look = (_, picture) => {
            const stale = film.seeking || (picture && picture.mediaTime > film.currentTime + 0.1);
            if (stale) onPicture(film, callback);
            else callback();
        };
        if (film.requestVideoFrameCallback) film.requestVideoFrameCallback(look);
        else film.addEventListener("timeupdate", () => look(), { once: true });
    }

    function play(slide) {
        const film = filmOf(slide);
        if (!film) return;
        slide.dataset.state = "waiting";
        film.pause();
        film.currentTime = 0;
        onPicture(film, () => {
            if (slide.dataset.state === "waiting") slide.dataset.state = "playing";
        });
        film.play().catch((error) => {
            // Leaving the slide aborts the play; only a refusal ends it.
            if (error.name !== "AbortError") rest(slide);
        });
    }

    // A busy machine leaves out pictures, and the last may be among them.
    function stop(slide) {
        const film = filmOf(slide);
        if (slide.dataset.state === "waiting") rest(slide);
        if (slide.dataset.state !== "playing") return;
        film.addEventListener(
            "seeked",
            () => {
                if (slide.dataset.state === "playing") slide.dataset.state = "stopped";
            },
            { once: true },
        );
        film.currentTime = film.duration - 0.001;
    }

    function pauseOrGoOn(slide) {
        const film = filmOf(slide);
        if (!film) return;
        if (slide.dataset.state === "over" || slide.dataset.state === "stopped") play(slide);
        else if (film.paused) film.play();
        else film.pause();
    }

    function come(slide, forwards) {
        if (forwards && !still.matches) play(slide);
        else rest(slide);
    }

    for (const film of document.querySelectorAll("video")) {
        film.addEventListener("ended", () => stop(film.closest("section")));
        film.addEventListener("error", () => rest(film.closest("section")));
        film.closest("figure").addEventListener("click", () => pauseOrGoOn(film.closest("section")));
    }

    Reveal.on("ready", (event) => {
        const onKey = (keyCode, key, description, action) =>
            Reveal.addKeyBinding({ keyCode, key, description }, action);
        onKey(82, "R", "Replay the beat", () => play(Reveal.getCurrentSlide()));
        onKey(87, "W", "Wait, or go on", () => pauseOrGoOn(Reveal.getCurrentSlide()));
        onKey(67, "C", "Captions", () => deck.classList.toggle("captions"));
        come(event.currentSlide, true);
    });
    Reveal.on("slidechanged", (event) => {
        const before = event.previousSlide ? Reveal.getIndices(event.previousSlide).h : -1;
        rest(event.previousSlide);
        come(event.currentSlide, event.indexh > before);
    });
    still.addEventListener("change", () => still.matches && rest(Reveal.getCurrentSlide()));

    Reveal.initialize({
        width: Number(deck.dataset.width),
        height: Number(deck.dataset.height),
        margin: 0,
        minScale: 0.05,
        maxScale: 10,
        center: false,
        hash: true,
        transition: "none",
        backgroundTransition: "none",
        controlsTutorial: false,
        scrollActivationWidth: null, // a phone gets slides too, not one long page
        viewDistance: 3,
        mobileViewDistance: 2,
        plugins: [RevealNotes],
    });
})();
