package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Generator;
import com.google.common.base.Throwables;
import com.google.common.primitives.Ints;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums and messages between threads and over sockets. */
@Timeout(60)
class AllReduceTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final String HOST = "127.0.0.1";

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Calls {@code work} for each rank on a thread of its own. */
  private <T> List<T> onAll(List<AllReduce> ranks, Function<AllReduce, T> work) {
    List<CompletableFuture<T>> all =
        ranks.stream()
            .map(rank -> CompletableFuture.supplyAsync(() -> work.apply(rank), threads))
            .toList();
    try {
      return all.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw Throwables.getRootCause(e) instanceof RuntimeException cause ? cause : e;
    }
  }

  private List<AllReduce> ranks(boolean network, int size) {
    return network ? network(size, SECONDS) : AllReduce.inProcess(size, SECONDS);
  }

  private List<AllReduce> network(int size, Duration timeout) {
    List<Rendezvous> places =
        IntStream.range(0, size).mapToObj(i -> Rendezvous.listen(HOST, Peer.SECRET)).toList();
    List<String> addresses = places.stream().map(Rendezvous::address).toList();
    List<CompletableFuture<AllReduce>> all =
        IntStream.range(0, size)
            .mapToObj(
                rank ->
                    CompletableFuture.supplyAsync(
                        () -> places.get(rank).connect(rank, addresses, timeout), threads))
            .toList();
    List<AllReduce> connected = all.stream().map(CompletableFuture::join).toList();
    places.forEach(Rendezvous::close);
    return connected;
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1",
    "false, 2",
    "false, 3",
    "false, 7",
    "true, 1",
    "true, 2",
    "true, 3",
    "true, 5"
  })
  void allRanksHaveTheSumInTheOrderOfTheRanks(boolean network, int size) {
    List<AllReduce> ranks = ranks(network, size);
    for (int length : new int[] {0, 1, 5, 1000, 10_001, 100_003}) {
      float[][] given =
          IntStream.range(0, size)
              .mapToObj(rank -> new Generator(rank).normal(length, 0, 1))
              .toArray(float[][]::new);
      float[] wanted = given[0].clone();
      double[] wide = new double[length];
      Arrays.setAll(wide, i -> given[0][i]);
      for (int rank = 1; rank < size; rank++) {
        for (int i = 0; i < length; i++) {
          wanted[i] += given[rank][i];
          wide[i] += given[rank][i];
        }
      }
      for (float[] sum :
          onAll(
              ranks,
              rank -> {
                float[] row = given[rank.rank()].clone();
                rank.sum(row);
                return row;
              })) {
        assertThat(Arrays.equals(sum, wanted)).as("%s numbers", length).isTrue();
      }
      for (double[] sum :
          onAll(
              ranks,
              rank -> {
                double[] row = new double[length];
                Arrays.setAll(row, i -> given[rank.rank()][i]);
                rank.sum(row);
                return row;
              })) {
        assertThat(Arrays.equals(sum, wide)).as("%s numbers", length).isTrue();
      }
    }
    ranks.forEach(AllReduce::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nanInfinityAndTheSignOfZeroStay(boolean network) {
    List<AllReduce> ranks = ranks(network, 2);
    for (float[] sum :
        onAll(
            ranks,
            rank -> {
              float[] row = {rank.rank() == 0 ? Float.NaN : 1, Float.POSITIVE_INFINITY, -0f, 1e38f};
              rank.sum(row);
              return row;
            })) {
      assertThat(sum).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, -0f, 2e38f);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 4", "true, 4", "true, 1"})
  void messagesOfAnyLengthAreGathered(boolean network, int size) {
    List<AllReduce> ranks = ranks(network, size);
    byte[][] messages = new byte[size][];
    for (int rank = 0; rank < size; rank++) {
      messages[rank] = new byte[rank * 100_000];
      new Random(rank).nextBytes(messages[rank]);
    }
    for (List<byte[]> all : onAll(ranks, rank -> rank.gather(messages[rank.rank()]))) {
      assertThat(Arrays.deepEquals(all.toArray(), messages)).isTrue();
    }
    for (byte[] first : onAll(ranks, rank -> rank.broadcast(Ints.toByteArray(rank.rank() + 7)))) {
      assertThat(first).containsExactly(0, 0, 0, 7);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ranksOutOfStepAreTold(boolean network) {
    assertThatThrownBy(
            () ->
                onAll(
                    ranks(network, 2),
                    rank -> {
                      rank.sum(new float[5 + rank.rank()]);
                      return rank;
                    }))
        .hasMessageContaining("ranks are out of step")
        .hasMessageContaining("of 5 ")
        .hasMessageContaining("of 6 ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAbortReachesAllWithItsReason(boolean network) {
    List<AllReduce> ranks = ranks(network, 3);
    ranks.get(1).abort("the disk is full");
    ranks.get(1).close();
    for (int rank : new int[] {0, 2}) {
      assertThatThrownBy(() -> ranks.get(rank).sum(new float[3]))
          .isInstanceOf(PeerException.class)
          .hasMessage("rank 1 has failed: the disk is full");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000_000})
  void aSilentRankTimesOutByName(int length) {
    List<AllReduce> ranks = network(3, Duration.ofSeconds(1));
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> ranks.get(0).sum(new float[length]), threads);
    assertThatThrownBy(() -> ranks.get(1).sum(new float[length]))
        .isInstanceOfSatisfying(
            PeerException.class, failure -> assertThat(failure.peer()).isEqualTo(2))
        .hasMessageContaining("rank 2 has not answered for 1 s");
    assertThatThrownBy(other::join).hasMessageContaining("rank 2 has not answered for 1 s");
  }

  @Test
  void whoDoesNotKnowTheSecretIsNotLetIn() {
    Rendezvous first = Rendezvous.listen(HOST, "one secret");
    Rendezvous second = Rendezvous.listen(HOST, "another");
    List<String> addresses = List.of(first.address(), second.address());
    CompletableFuture<AllReduce> waits =
        CompletableFuture.supplyAsync(
            () -> first.connect(0, addresses, Duration.ofSeconds(2)), threads);
    assertThatThrownBy(() -> second.connect(1, addresses, Duration.ofSeconds(1)))
        .hasMessageContaining("rank 0 cannot be reached at " + first.address());
    assertThatThrownBy(waits::join).hasMessageContaining("rank 1 has not called in time");
  }

  @Test
  void aStrangersCallDoesNoHarm() throws Exception {
    Rendezvous first = Rendezvous.listen(HOST, Peer.SECRET);
    Rendezvous second = Rendezvous.listen(HOST, Peer.SECRET);
    List<String> addresses = List.of(first.address(), second.address());
    String port = first.address().substring(HOST.length() + 1);
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      OutputStream out = stranger.getOutputStream();
      out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      CompletableFuture<AllReduce> waits =
          CompletableFuture.supplyAsync(() -> first.connect(0, addresses, SECONDS), threads);
      AllReduce other = second.connect(1, addresses, SECONDS);
      assertThat(onAll(List.of(waits.join(), other), rank -> rank.gather(new byte[1]).size()))
          .containsExactly(2, 2);
    }
  }

  @Test
  void aRankThatNeverStartsIsNamed() {
    Rendezvous first = Rendezvous.listen(HOST, Peer.SECRET);
    assertThatThrownBy(
            () -> first.connect(0, List.of(first.address(), "127.0.0.1:9"), Duration.ofMillis(300)))
        .hasMessageContaining("rank 1 has not called in time");
  }

  /** Two processes; one of them is killed. The times are printed, not judged, in a build. */
  @Test
  void aKilledProcessIsNamedAtOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getName(),
                "0",
                "3")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try (Rendezvous here = Rendezvous.listen(HOST, Peer.SECRET)) {
      List<String> addresses = List.of(out.readLine(), here.address());
      OutputStream in = process.getOutputStream();
      in.write((String.join(",", addresses) + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
      AllReduce own = here.connect(1, addresses, SECONDS);
      List<String> lines = new ArrayList<>();
      for (int length : new int[] {1, 30_000, 1_200_000}) {
        float[] row = new float[length];
        for (int i = 0; i < 6; i++) {
          Arrays.fill(row, 2);
          own.sum(row);
          assertThat(row[length / 2]).isEqualTo(3);
        }
        lines.add(out.readLine());
      }
      assertThat(lines).hasSize(3).doesNotContainNull();
      assertThat(out.readLine()).isEqualTo("done");
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> own.sum(new float[1]))
          .hasMessageStartingWith("rank 0 has gone")
          .isInstanceOf(PeerException.class);
    } finally {
      process.destroyForcibly();
    }
  }
}
