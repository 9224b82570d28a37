"""Write every set in the formats that other projects read: IDX and NPZ."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits
from synthdigits.export.idx_folder import write_idx_folder
from synthdigits.export.npz_file import write_npz
from synthdigits.params import load_params
from synthdigits.sections import Inpainters


def main() -> None:
    params = load_params()
    sets = {"masked": (paths.MASKED_TRAIN, paths.MASKED_TEST)}
    for name in Inpainters.model_fields:
        sets[f"inpainted-{name}"] = paths.inpainted(name, "train"), paths.inpainted(name, "test")
    for name in params.gans:
        sets[f"synthetic-{name}"] = paths.synthetic(name, "train"), paths.synthetic(name, "test")
    for set_name, (train, test) in sets.items():
        splits = Digits.load(train), Digits.load(test)
        write_idx_folder(paths.EXPORT / set_name, *splits)
        write_npz(paths.EXPORT / set_name / f"{set_name}.npz", *splits)


if __name__ == "__main__":
    stage.run(main)
