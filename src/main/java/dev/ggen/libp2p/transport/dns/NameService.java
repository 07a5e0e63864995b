package dev.ggen.libp2p.transport.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Asks for what stands behind names. May block for long. Safe for any number of threads. */
public interface NameService {
  /** The IP addresses of a name (A and AAAA records, and what the system knows itself). */
  List<InetAddress> addresses(String name) throws IOException;

  /** The texts of a name (TXT records). */
  List<String> texts(String name) throws IOException;
}
