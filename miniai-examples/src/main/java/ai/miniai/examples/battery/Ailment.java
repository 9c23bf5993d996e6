package ai.miniai.examples.battery;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.transform.Normalize;
import ai.miniai.nn.Module;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A fault of a run, other than its learning rate and its initial weights. */
enum Ailment {
  NONE,

  /** Only the last layer is trained. */
  FROZEN_BODY {
    @Override
    void spoil(Module network) {
      List<Tensor> parameters = new ArrayList<>(network.parameters().values());
      parameters
          .subList(0, parameters.size() - 2)
          .forEach(parameter -> parameter.requiresGrad(false));
    }
  },

  /** The biases of a layer are so low that its ReLUs are always 0. */
  DEAD_LAYER {
    @Override
    void spoil(Module network) {
      List<Tensor> biases =
          network.parameters().entrySet().stream()
              .filter(entry -> entry.getKey().endsWith("bias"))
              .map(Map.Entry::getValue)
              .toList();
      biases.get(biases.size() > 2 ? 1 : 0).update(array -> array.assign(-30));
    }
  },

  /** Random labels for the training images: there is nothing to learn. */
  RANDOM_LABELS {
    @Override
    Dataset training(Dataset images) {
      RandomGenerator lot = RandomGeneratorFactory.of("L64X128MixRandom").create(images.size());
      long[] labels = lot.longs(images.size(), 0, 10).toArray();
      List<Sample> samples = new ArrayList<>(images.size());
      for (int i = 0; i < images.size(); i++) {
        samples.add(
            Sample.of(images.get(i).arrays().get(0), new HostArray.Longs(new long[] {labels[i]})));
      }
      return Dataset.of(samples);
    }
  },

  /** The inputs are pixels from 0 to 255, without normalisation. */
  BYTES {
    @Override
    Normalize input(boolean training) {
      return new Normalize(0, 1.0 / 255);
    }
  },

  /** Only the training images are normalised; the validation images have pixels from 0 to 255. */
  OTHER_VALIDATION {
    @Override
    Normalize input(boolean training) {
      return training ? super.input(true) : new Normalize(0, 1.0 / 255);
    }
  };

  /** Changes a network before training. */
  void spoil(Module network) {}

  /** The training data. */
  Dataset training(Dataset images) {
    return images;
  }

  /**
   * The normalisation of pixels in [0, 1]; without a fault it gives mean 0 and standard deviation 1
   * approximately.
   */
  Normalize input(boolean training) {
    return new Normalize(0.28, 0.35);
  }
}
