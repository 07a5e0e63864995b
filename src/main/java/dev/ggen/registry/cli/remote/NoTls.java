package dev.ggen.registry.cli.remote;

import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Stands for TLS where an address has none: the JDK's client wants a context in any case, and the
 * real one reads all certificate authorities, which takes longer than the request. Refuses to be
 * used, so nothing can go unencrypted by it.
 */
final class NoTls extends SSLContext {
  NoTls() {
    super(new Nothing(), new None(), "none");
  }

  private static final class None extends Provider {
    private static final long serialVersionUID = 1L;

    None() {
      super("none", "1", "no TLS");
    }
  }

  private static final class Nothing extends SSLContextSpi {
    private static UnsupportedOperationException refusal() {
      return new UnsupportedOperationException("This client was made for http alone.");
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw refusal();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      throw refusal();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw refusal();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw refusal();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw refusal();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw refusal();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw refusal();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return new SSLParameters(new String[0], new String[0]);
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return new SSLParameters(new String[0], new String[0]);
    }
  }
}
