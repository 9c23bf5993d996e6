package ai.miniai.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets both ends of a connection prove that they know the secret, without sending it: each sends a
 * random challenge, and answers the other's with an HMAC-SHA-256 of both challenges and the number
 * of the caller's rank.
 */
final class Handshake {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAGIC = 0x6d696e31;
  private static final int CHALLENGE_BYTES = 16;
  private static final byte CALLER = 1;
  private static final byte LISTENER = 2;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  Handshake(String secret) {
    key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
  }

  /**
   * As the end that called.
   *
   * @throws IOException if the other end does not know the secret, or the connection fails
   */
  void call(Socket socket, int rank) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    byte[] mine = challenge();
    out.writeInt(MAGIC);
    out.writeInt(rank);
    out.write(mine);
    byte[] theirs = read(in, CHALLENGE_BYTES);
    out.write(proof(CALLER, rank, mine, theirs));
    check(read(in, key().getMacLength()), proof(LISTENER, rank, mine, theirs));
  }

  /**
   * As the end that was called.
   *
   * @return the caller's rank
   * @throws IOException if the other end does not know the secret, or the connection fails
   */
  int answer(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    if (in.readInt() != MAGIC) {
      throw new ProtocolException("something else than a rank has called");
    }
    int rank = in.readInt();
    byte[] theirs = read(in, CHALLENGE_BYTES);
    byte[] mine = challenge();
    out.write(mine);
    check(read(in, key().getMacLength()), proof(CALLER, rank, theirs, mine));
    out.write(proof(LISTENER, rank, theirs, mine));
    return rank;
  }

  private byte[] challenge() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(DataInputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("the other end has hung up");
    }
    return read;
  }

  private byte[] proof(byte end, int rank, byte[] callers, byte[] listeners) {
    Mac mac = key();
    mac.update(ByteBuffer.allocate(5).put(end).putInt(rank).flip());
    mac.update(callers);
    mac.update(listeners);
    return mac.doFinal();
  }

  private Mac key() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + ALGORITHM, e);
    }
  }

  private static void check(byte[] given, byte[] wanted) throws IOException {
    if (!MessageDigest.isEqual(given, wanted)) {
      throw new ProtocolException("the other end does not know the secret");
    }
  }
}
