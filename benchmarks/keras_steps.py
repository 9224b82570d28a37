"""Seconds of a training step of the documents' systems in their own framework, on one thread.

Keras on TensorFlow; layers, losses, optimisers and order of updates as in this project's files of
the same names. Each step is one compiled ``tf.function``, as document 002 has it. TensorFlow is
installed for `make bench` alone.

`keras_steps.py BATCHES` takes sizes by system as JSON, and prints a line of JSON for each system
and precision.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from timing import median_seconds

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import tensorflow as tf
from keras import layers

POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}
LATENT = 100


def dcgan_plain() -> tuple[keras.Model, keras.Model]:
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(128 * 7 * 7),
            layers.LeakyReLU(0.2),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(128, 4, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2DTranspose(128, 4, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, 7, padding="same", activation="sigmoid"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(64, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.2),
            layers.Conv2D(64, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.2),
            layers.Flatten(),
            layers.Dense(1, dtype="float32"),
        ]
    )
    return generator, discriminator


def dcgan_transpose() -> tuple[keras.Model, keras.Model]:
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(7 * 7 * 256, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Reshape((7, 7, 256)),
            layers.Conv2DTranspose(128, 5, 1, "same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Conv2DTranspose(64, 5, 2, "same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Conv2DTranspose(1, 5, 2, "same", use_bias=False, activation="tanh"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(64, 5, 2, "same"),
            layers.LeakyReLU(0.3),
            layers.Dropout(0.3),
            layers.Conv2D(128, 5, 2, "same"),
            layers.LeakyReLU(0.3),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1, dtype="float32"),
        ]
    )
    return generator, discriminator


def mlp_batchnorm() -> tuple[keras.Model, keras.Model]:
    hidden: list[keras.layers.Layer] = []
    for width in (256, 512, 1024, 2048):
        hidden += [
            layers.Dense(width),
            layers.LeakyReLU(0.2),
            layers.BatchNormalization(momentum=0.8),
        ]
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            *hidden,
            layers.Dense(784, activation="tanh"),
            layers.Reshape((28, 28, 1)),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512),
            layers.LeakyReLU(0.2),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(1, dtype="float32"),
        ]
    )
    return generator, discriminator


def dcgan_upsample() -> tuple[keras.Model, keras.Model]:
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(1024),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Dense(128 * 7 * 7),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Reshape((7, 7, 128)),
            layers.UpSampling2D(2),
            layers.Conv2D(64, 5, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.UpSampling2D(2),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(64, 5, 2, "same"),
            layers.BatchNormalization(),
            layers.ELU(),
            layers.Conv2D(128, 5, 2),
            layers.BatchNormalization(),
            layers.ELU(),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(256),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.ELU(),
            layers.Dense(1, dtype="float32"),
        ]
    )
    return generator, discriminator


def inpaint_dcgan() -> tuple[keras.Model, keras.Model]:
    generator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.AveragePooling2D(2),
            layers.Conv2D(64, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.AveragePooling2D(2),
            layers.Conv2D(128, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2D(128, 3, padding="same", activation="relu"),
            layers.UpSampling2D(2),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.UpSampling2D(2),
            layers.Conv2D(1, 3, padding="same", activation="tanh"),
        ]
    )
    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for width, stride in ((64, 2), (128, 2), (256, 1)):
        discriminator.add(layers.Conv2D(width, 3, stride, "same"))
        discriminator.add(layers.LeakyReLU(0.2))
        discriminator.add(layers.Dropout(0.2))
    discriminator.add(layers.Flatten())
    discriminator.add(layers.Dense(1, dtype="float32"))
    return generator, discriminator


class Rig:
    """Both networks of a system with an Adam each, and one training step."""

    def __init__(self, name: str, batch: int) -> None:
        self.generator, self.discriminator = SYSTEMS[name]()
        betas = 0.9 if name == "dcgan_transpose" else 0.5
        self.adams = {}
        for network in (self.generator, self.discriminator):
            self.adams[id(network)] = adam = keras.optimizers.Adam(2e-4, betas)
            adam.build(network.trainable_variables)
        self.batch = batch
        self.real = tf.random.uniform((batch, 28, 28, 1), -1, 1)
        bodies = {"dcgan_transpose": self._together, "inpaint_dcgan": self._inpainting}
        self.body = bodies.get(name, self._separately)
        self.halves = name in ("dcgan_plain", "mlp_batchnorm")
        self.in_one_batch = name == "dcgan_plain"
        self.deviation = 0.5 if name == "dcgan_upsample" else 1.0
        self.step = tf.function(self.body)

    def _separately(self) -> None:
        """Documents 001 and 003: the discriminator, then the generator through it."""
        count = self.batch // 2 if self.halves else self.batch
        latents = self._latents(count)
        real, fake = self.real[:count], self.generator(latents, training=False)
        if self.in_one_batch:
            self._judge(tf.concat([real, tf.cast(fake, real.dtype)], 0), [1.0, 0.0])
        else:
            self._judge(real, [1.0])
            self._judge(fake, [0.0])
        fresh = self._latents(self.batch) if self.halves else latents
        self._paint(fresh)

    def _inpainting(self) -> None:
        """Document 000: originals and repairs in one batch, then fresh ones for the generator."""
        fake = tf.cast(self.generator(self.real, training=True), self.real.dtype)
        self._judge(tf.concat([self.real, fake], 0), [0.9, 0.0])
        self._paint(self.real)

    def _together(self) -> None:
        """Document 002: both networks from one forward pass."""
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(self._latents(self.batch), training=True)
            fake = self.discriminator(fake, training=True)
            real = self.discriminator(self.real, training=True)
            painting = binary_loss(fake, 1.0)
            judging = binary_loss(real, 1.0) + binary_loss(fake, 0.0)
        self._descend(tape, painting, self.generator)
        self._descend(tape, judging, self.discriminator)

    def _judge(self, images: tf.Tensor, wanted: list[float]) -> None:
        with tf.GradientTape() as tape:
            parts = tf.split(self.discriminator(images, training=True), len(wanted))
            losses = [binary_loss(*pair) for pair in zip(parts, wanted, strict=True)]
            loss = tf.add_n(losses) / len(losses)
        self._descend(tape, loss, self.discriminator)

    def _paint(self, inputs: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            fake = self.generator(inputs, training=True)
            loss = binary_loss(self.discriminator(fake, training=True), 1.0)
        self._descend(tape, loss, self.generator)

    def _latents(self, count: int) -> tf.Tensor:
        return tf.random.normal((count, LATENT)) * self.deviation

    def _descend(self, tape: tf.GradientTape, loss: tf.Tensor, network: keras.Model) -> None:
        weights = network.trainable_variables
        gradients = tape.gradient(loss, weights)
        self.adams[id(network)].apply_gradients(zip(gradients, weights, strict=True))


def binary_loss(logits: tf.Tensor, label: float) -> tf.Tensor:
    wanted = tf.fill(tf.shape(logits), label)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits))


SYSTEMS: dict[str, Callable[[], tuple[keras.Model, keras.Model]]] = {
    "dcgan_plain": dcgan_plain,
    "dcgan_transpose": dcgan_transpose,
    "dcgan_upsample": dcgan_upsample,
    "mlp_batchnorm": mlp_batchnorm,
    "inpaint_dcgan": inpaint_dcgan,
}


def main() -> None:
    batches = json.loads(sys.argv[1])
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    for name in SYSTEMS:
        for precision, policy in POLICIES.items():
            keras.mixed_precision.set_dtype_policy(policy)
            rig = Rig(name, batches[name])
            parameters = [rig.generator.count_params(), rig.discriminator.count_params()]
            row = {"system": name, "precision": precision, "parameters": parameters}
            print(json.dumps(row | {"seconds": median_seconds(rig.step)}), flush=True)


if __name__ == "__main__":
    main()
