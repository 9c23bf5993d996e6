package ai.miniai.io;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors in a file, in the safetensors format that PyTorch, JAX and others use. It contains
 * only numbers, no code.
 *
 * <pre>{@code
 * Safetensors.of(model.stateDict()).write(file);
 * model.loadStateDict(Safetensors.read(file).tensors());
 * }</pre>
 *
 * <p>A file consists of the length of the header (8 bytes, little-endian), the header in JSON, and
 * the values, little-endian, with each tensor in row-major order. Source: the <a
 * href="https://github.com/huggingface/safetensors#format">description of the format</a>. {@code
 * docs/safetensors_torch.py} reads and writes such files in Python. Files written by this class
 * contain checksums in their metadata, which other programs ignore. If a file has checksums, every
 * bit of it is checked.
 *
 * @param tensors by name
 * @param metadata texts by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** As in the format's own library: no valid header is longer. */
  private static final int LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;

  /** Checks the names. */
  public Safetensors {
    tensors = ImmutableMap.copyOf(tensors);
    metadata = ImmutableMap.copyOf(metadata);
    checkArgument(!tensors.containsKey("__metadata__"), "\"__metadata__\" is no name for a tensor");
    checkArgument(
        !metadata.containsKey(Checksums.NAME),
        "\"%s\" in the metadata is for the checksums, which are added by themselves",
        Checksums.NAME);
  }

  /** A file with these tensors, such as a model's {@code stateDict()}, and without metadata. */
  public static Safetensors of(Map<String, Tensor> tensors) {
    return new Safetensors(ImmutableMap.copyOf(tensors), ImmutableMap.of());
  }

  // ---------------------------------------------------------------- writing

  /**
   * Writes a file atomically: if this fails, an existing file is unchanged.
   *
   * @throws UncheckedIOException if for example the disk is full, or the folder is not writable
   * @throws IllegalArgumentException if a tensor is not float32, float64 or int64
   */
  public void write(Path file) {
    Map<String, Header.Entry> places = new LinkedHashMap<>();
    // The widest types first, so that every tensor is aligned to its element size.
    List<Map.Entry<String, Tensor>> inOrder =
        tensors.entrySet().stream()
            .sorted(comparing(entry -> -DType.of(entry.getValue().dataType()).bytes()))
            .toList();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : inOrder) {
      Tensor tensor = entry.getValue();
      DType dtype = DType.of(tensor.dataType());
      long begin = end;
      end += tensor.length() * dtype.bytes();
      checkArgument(
          end - begin <= Header.LARGEST,
          "%s is larger than the 2 GiB that can be written here",
          Header.quoted(entry.getKey()));
      ImmutableLongArray shape = ImmutableLongArray.copyOf(tensor.shape());
      places.put(entry.getKey(), new Header.Entry(dtype, shape, begin, end));
    }
    Header header = new Header(ImmutableMap.copyOf(places), ImmutableMap.copyOf(metadata));
    try {
      AtomicFile.write(file, channel -> write(header, channel));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  /** The checksums are known only at the end; a placeholder of the same length is written first. */
  private void write(Header header, FileChannel channel) throws IOException {
    String placeholder = Checksums.placeholder(header.entries().size());
    AtomicFile.writeFully(channel, head(header.with(Checksums.NAME, placeholder)));
    List<String> sums = new ArrayList<>();
    for (String name : header.entries().keySet()) {
      ByteBuffer numbers = numbers(requireNonNull(tensors.get(name)));
      sums.add(Crc32c.of(numbers));
      AtomicFile.writeFully(channel, numbers);
    }
    String text = Checksums.text(header.checksum(), sums);
    channel.position(0);
    AtomicFile.writeFully(channel, head(header.with(Checksums.NAME, text)));
  }

  /** The length and the JSON, padded with spaces so that the values are aligned. */
  private static ByteBuffer head(Header header) throws IOException {
    byte[] json = header.toJson();
    int padding = Math.floorMod(-json.length, ALIGNMENT);
    return ByteBuffer.allocate(LENGTH_BYTES + json.length + padding)
        .order(LITTLE_ENDIAN)
        .putLong(json.length + padding)
        .put(json)
        .put(" ".repeat(padding).getBytes(UTF_8))
        .flip();
  }

  private static ByteBuffer numbers(Tensor tensor) {
    DType dtype = DType.of(tensor.dataType());
    ByteBuffer data =
        ByteBuffer.allocate(Math.toIntExact(tensor.length() * dtype.bytes())).order(LITTLE_ENDIAN);
    return MemoryScope.outside(
        () ->
            tensor.read(
                values -> {
                  dtype.encode(values, data);
                  return data;
                }));
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads a file. F16 and BF16 become float32; small integers and BOOL (0 or 1) become int64.
   *
   * @throws UncheckedIOException if the file cannot be read or is damaged; the message gives the
   *     reason
   */
  public static Safetensors read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(channel);
      Checksums sums = Checksums.of(header);
      long data = channel.position();
      int index = 0;
      ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
      for (Map.Entry<String, Header.Entry> entry : header.entries().entrySet()) {
        String name = entry.getKey();
        Header.Entry place = entry.getValue();
        try {
          ByteBuffer numbers =
              readFully(channel.position(data + place.begin()), place.end() - place.begin());
          sums.check(index++, name, Crc32c.of(numbers));
          tensors.put(name, tensor(place, numbers));
        } catch (OutOfMemoryError tooLarge) {
          throw new IOException(
              "%s takes %s bytes, which do not fit into the memory that Java has: give it more (-Xmx)"
                  .formatted(Header.quoted(name), place.end() - place.begin()),
              tooLarge);
        }
      }
      return new Safetensors(tensors.buildOrThrow(), header.without(Checksums.NAME).metadata());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private static Tensor tensor(Header.Entry place, ByteBuffer numbers) {
    return MemoryScope.outside(
        () -> Tensor.wrap(place.dtype().decode(numbers, place.shape().toArray())));
  }

  private static Header header(FileChannel channel) throws IOException {
    if (channel.size() < LENGTH_BYTES) {
      throw new EOFException("it has " + channel.size() + " bytes, less than a safetensors file");
    }
    long length = readFully(channel, LENGTH_BYTES).getLong();
    long rest = channel.size() - LENGTH_BYTES;
    if (length < 0 || length > Math.min(rest, LONGEST_HEADER)) {
      throw new IOException(
          "its header claims %s bytes, but %s follow and %s are allowed: it is cut off, or no safetensors file"
              .formatted(Long.toUnsignedString(length), rest, LONGEST_HEADER));
    }
    return Header.parse(readFully(channel, length).array(), rest - length);
  }

  /** {@code length} must be a valid array length. */
  private static ByteBuffer readFully(FileChannel channel, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the file has become shorter while it was read");
      }
    }
    return bytes.flip();
  }
}
