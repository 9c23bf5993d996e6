package ai.miniai.nn;

import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.RecurrentOptions;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Prints, for {@link ProcessorsTest}, a number for the bits of the weights of some trainings. */
final class TrainedBits {
  private static final int STEPS = 4;

  private TrainedBits() {}

  /** Prints a line for each training, and for each product of matrices. */
  public static void main(String... arguments) {
    for (int batch : new int[] {1, 5, 200}) {
      Seed.set(1);
      Module network = convolutions();
      train("convolutions", network, network::call, Tensor.randn(batch, 3, 28, 28));
    }
    for (int batch : new int[] {1, 7, 300}) {
      Seed.set(2);
      Module network = perceptron();
      train("perceptron", network, network::call, Tensor.randn(batch, 100));
    }
    for (int batch : new int[] {1, 12}) {
      Seed.set(3);
      Module network = new Sequential(new Linear(64, 96), new LayerNorm(96), new Linear(96, 10));
      train("attention", network, x -> attention(network, x), Tensor.randn(batch, 50, 64));
    }
    for (int batch : new int[] {1, 40}) {
      Seed.set(4);
      Module network = recurrent();
      train("recurrent", network, network::call, Tensor.randn(batch, 30, 20));
    }
    products();
  }

  private static Module convolutions() {
    return new Sequential(
        new Conv2d(3, 16, 5, 2, 2),
        new ReLU(),
        new Conv2d(16, 32, 3, 1, 1),
        new BatchNorm2d(32),
        new GELU(),
        new MaxPool2d(2, 2, 0),
        new Conv2d(32, 24, 3, 2, 1, false),
        new GroupNorm(4, 24),
        new SiLU(),
        new Dropout(0.2),
        new Flatten(),
        new Linear(24 * 4 * 4, 10));
  }

  private static Module perceptron() {
    return new Sequential(
        new Linear(100, 512),
        new ReLU(),
        new Linear(512, 33),
        new LayerNorm(33),
        new Tanh(),
        new Linear(33, 10));
  }

  private static Tensor attention(Module network, Tensor x) {
    Tensor weights = x.matmul(x.transpose(1, 2)).div(8).softmax(2);
    return network.call(weights.matmul(x)).mean(1);
  }

  private static Module recurrent() {
    RecurrentOptions both = new RecurrentOptions().bidirectional();
    LSTM lstm = new LSTM(20, 48, both.layers(2).dropout(0.1));
    GRU gru = new GRU(96, 24, both);
    Linear head = new Linear(48, 10);
    return new Module() {
      private final List<Module> parts =
          List.of(child("lstm", lstm), child("gru", gru), child("head", head));

      @Override
      protected Tensor forward(Tensor x) {
        Tensor features = parts.get(0).callAll(x).get("output");
        return parts.get(2).call(parts.get(1).callAll(features).get("output").mean(1));
      }
    };
  }

  private static void train(
      String name, Module network, Function<Tensor, Tensor> forward, Tensor x) {
    long[] labels = new long[(int) x.size(0)];
    Arrays.setAll(labels, i -> i % 10);
    SGD optimizer = new SGD(network.parameters(), 0.1);
    for (int step = 0; step < STEPS; step++) {
      try (MemoryScope scope = MemoryScope.open()) {
        forward.apply(x).crossEntropy(Tensor.of(labels)).backward();
        optimizer.step();
        optimizer.zeroGrad();
      }
    }
    print(name + " on " + x.size(0), new ArrayList<>(network.parameters().values()));
  }

  /** Products, and their gradients, of narrow and wide matrices, which BLAS treats differently. */
  private static void products() {
    int[] sizes = {1, 3, 16, 130, 700};
    for (int n : sizes) {
      for (int k : sizes) {
        for (int m : sizes) {
          Seed.set(n + k + m);
          Tensor a = Tensor.randn(n, k).requiresGrad(true);
          Tensor b = Tensor.randn(k, m).requiresGrad(true);
          Tensor product = a.matmul(b);
          product.square().sum().backward();
          print(n + " x " + k + " x " + m, List.of(product.detach(), a.grad(), b.grad()));
        }
      }
    }
  }

  private static void print(String name, List<Tensor> tensors) {
    List<Integer> hashes = tensors.stream().map(t -> Arrays.hashCode(Host.read(t))).toList();
    System.out.println(name + ": " + hashes);
  }
}
