"""Command lines of `synthdigits` and of `make same-bytes` with something wrong in them."""

from __future__ import annotations

from hypothesis import strategies as st
from PIL import Image

from reliability.doors import Door
from reliability.surroundings import NOT_UTF8, SAME_BYTES, enter, of

Strings = st.SearchStrategy[str]
SAMPLE = ("sample", "--weights", "conditional.safetensors", "--count", "2")
INPAINT = ("inpaint", "--mask", "mask.png", "--weights", "unet.safetensors")
READ = ("read", "--weights", "cnn.safetensors")
EXAMPLES = {
    "sample": ("--out", "a.npz"),
    "inpaint": ("digit.png", "--out", "a.png"),
    "read": ("digit.png",),
    "measure": ("set",),
    "export": (),
    "verify": ("set",),
    "diff": ("HEAD",),
    "describe": ("set",),
    SAME_BYTES: ("HEAD",),
}
"""By command, arguments with which it begins to work."""

long_names: Strings = st.builds(
    lambda letter, length, deep: "/".join([letter * length] * deep),
    st.sampled_from(["a", "é", "数", "👍", NOT_UTF8]),
    st.sampled_from([256, 300, 2_000]),
    st.sampled_from([1, 2, 20]),
)
no_files: Strings = st.one_of(
    st.sampled_from(["", ".", "/", "..", "one", "one/", "set", "loop", "pipe", "none", "a\0b"]),
    st.sampled_from(["digit.png/x", "notes.txt/x/y", "loop/x", "pipe/x", "none/x", "./none", "~"]),
    st.sampled_from(
        ["-", "--", "--out", "-x", "a\nb", "\u202e", NOT_UTF8, "http://a/b", "/dev/zero"]
    ),
    st.sampled_from(["/dev/null", "/proc/self/mem", "/dev/stdin", "/proc/1/mem", "/etc/hostname"]),
    st.text(min_size=1, max_size=30).map(lambda name: f"none {name}"),
    long_names,
)
"""Where no picture, no weights and no file that could be written lies."""
strange_numbers: Strings = st.one_of(
    st.sampled_from(["", " ", "x", "1.5", "1e9", "0x10", "--", "NaN", "inf", "1,000", "①", "True"]),
    st.integers(max_value=-1).map(str),
    st.integers(min_value=2**63).map(str),
    st.sampled_from([str(2**63 - 2), str(2**64), "9" * 5_000, "-0.0001", "1" * 400]),
)
revisions: Strings = st.one_of(
    st.sampled_from(
        ["--output=stolen", "-o", "--help=x", "--exec=touch stolen", "--format=%H", "-"]
    ),
    st.sampled_from(
        ["none", "HEAD~9", "HEAD:", "HEAD:x", "HEAD..HEAD", "^HEAD", "@{u}", "HEAD^{tree}"]
    ),
    st.sampled_from(
        ["", " ", "HEAD HEAD", "a\nb", NOT_UTF8, "a" * 9_000, "../..", ":/x", "-\u202e"]
    ),
    st.text(max_size=20).map(lambda name: f"none {name}"),
    st.text("-=abco ", min_size=1, max_size=12).map(lambda name: f"--{name}"),
)
Image.init()
endings: Strings = st.one_of(
    st.sampled_from([".csv", ".npy", ".NPZ", ".npz.gz", ".png ", ".safetensors", ".x\n"]),
    st.from_regex(r"\.[a-m0-9]{1,6}", fullmatch=True),
).filter(lambda ending: ending not in Image.registered_extensions())
places: Strings = st.one_of(
    no_files,
    endings.map(lambda ending: f"a{ending}"),
    st.builds(
        lambda length, ending: f"{'a' * length}{ending}",
        st.sampled_from([248, 252, 256, 3_000, 40_000]),
        st.sampled_from([".npz", ".png", ".tar", ".parquet", "-images-idx3-ubyte"]),
    ),
    st.sampled_from(["notes.txt/a.npz", "pipe/a.png", "loop/a.tar", "full", "set", "set/a.x"]),
    st.sampled_from(["one/twin.png/a.png", "/proc/a.npz", "/dev/null/a.png", "/sys/a.tar"]),
)
"""Where no result can go; a name without ending may be that of a new folder."""

out_of_samples = st.builds(
    lambda place, more: of(*SAMPLE, *more, "--out", place, ruins=not _may_be_folder(place)),
    places,
    st.sampled_from([(), ("--json",), ("--digit", "7"), ("--first", "5")]),
)
slow_samples = endings.map(lambda ending: of(*SAMPLE, "--count", "200000", "--out", f"a{ending}"))
numbers_of_samples = st.builds(
    lambda option, value: of(*SAMPLE, option, value, "--out", "a.npz", ruins=option != "--seed"),
    st.sampled_from(["--count", "--first", "--digit", "--seed", "--min-confidence"]),
    strange_numbers,
)
weights_as_outs = st.sampled_from(
    [
        of("sample", "--weights", "weights.npz", "--out", "weights.npz"),
        of(*SAMPLE, "--labeller", "weights.npz", "--out", "weights.npz"),
        of(*SAMPLE, "--labeller", "weights.png", "--out", "one/../weights.png"),
        of("inpaint", "digit.png", "--weights", "weights.png", "--out", "weights.png"),
        of(*INPAINT, "digit.png", "--out", "mask.png"),
        of(*INPAINT, "digit.png", "--out", "./digit.png"),
        of(*READ, "digit.png", "--show", "digit.png"),
        of("read", "digit.png", "--weights", "weights.png", "--show", "weights.png"),
    ]
)
other_files = st.builds(
    lambda words, path: of(*(path if word == "?" else word for word in words)),
    st.sampled_from(
        [
            ("sample", "--out", "a.npz", "--weights", "?"),
            (*SAMPLE, "--out", "a.npz", "--min-confidence", "0.1", "--labeller", "?"),
            (*INPAINT, "--out", "a.png", "?"),
            (*INPAINT, "--out", "new", "digit.png", "?"),
            ("inpaint", "digit.png", "--out", "a.png", "--weights", "?"),
            (
                "inpaint",
                "digit.png",
                "--out",
                "a.png",
                "--weights",
                "unet.safetensors",
                "--mask",
                "?",
            ),
            (*READ, "?"),
            ("read", "digit.png", "--weights", "?"),
            ("measure", "?"),
            ("verify", "?"),
            ("describe", "?"),
            ("export", "?"),
        ]
    ),
    no_files.filter(lambda path: path != "set"),
)
pictures_of_one_name = st.permutations(["one/twin.png", "other/twin.png", "digit.png"]).map(
    lambda three: of(*INPAINT, *three, "--out", "new")
)
outs_of_pictures = st.builds(
    lambda words, place: of(*words, place),
    st.sampled_from([(*INPAINT, "digit.png", "--out"), (*READ, "digit.png", "--show")]),
    places,
)
revisions_of_diff = st.builds(
    lambda words, revision: of(*(revision if word == "?" else word for word in words)),
    st.sampled_from(
        [
            ("diff", "?"),
            ("diff", "--", "?"),
            ("diff", "HEAD", "--", "?"),
            ("diff", "--", "?", "HEAD"),
        ]
    ),
    revisions,
)
revisions_of_same_bytes = st.builds(
    lambda words, revision: of(SAME_BYTES, *words, revision),
    st.sampled_from([(), ("--",), ("--rename", "data=data", "--"), ("--keep", "--")]),
    revisions,
)
renames = st.lists(
    st.sampled_from(["", "=", "a", "=b", "a=b", "a=c", "data", NOT_UTF8, "\n", "--", "a" * 5_000]),
    min_size=1,
    max_size=4,
).map(
    lambda pairs: of(SAME_BYTES, "HEAD", *(word for pair in pairs for word in ("--rename", pair)))
)
usage = st.builds(
    lambda command, words, before: of(
        *((*words, command) if before else (command, *EXAMPLES[command], *words))
    ),
    st.sampled_from([command for command in EXAMPLES if command != "export"]),
    st.one_of(
        st.sampled_from(
            [("--no-such-option",), ("--out",), ("--rows", "x"), ("-x",), ("--json=1",)]
        ),
        st.sampled_from(
            [("--count", "0"), ("a" * 10_000, "--"), ("--\n",), ("--\u202e", "x"), ("---",)]
        ),
        st.text(min_size=1, max_size=9).map(lambda name: (f"--{name}?",)),
    ),
    st.booleans(),
)
commands: Strings = st.sampled_from(["", "sampel", "\n", "--", "-", NOT_UTF8, "a" * 9_000])
no_arguments: Strings = st.sampled_from(sorted({*EXAMPLES} - {SAME_BYTES}))
missing = st.one_of(commands, no_arguments).map(of)
formats = st.builds(
    lambda name, out: of("export", "masked", "--format", name, "--out", out),
    st.text(max_size=9),
    places,
)


def _may_be_folder(place: str) -> bool:
    """Whether a name without ending may be that of a new folder."""
    name = place.rstrip("/").rpartition("/")[2]
    return "." not in name.strip(".")


DOOR = Door(
    "command line",
    st.one_of(
        *(
            out_of_samples,
            slow_samples,
            numbers_of_samples,
            weights_as_outs,
            other_files,
            pictures_of_one_name,
        ),
        *(outs_of_pictures, revisions_of_diff, revisions_of_same_bytes, renames, usage, missing),
        formats,
    ),
    enter,
    "synthdigits.export.formats.single_file.check",
    examples=200,
)
