package dev.ggen.registry.central;

class CentralDetailOnH2Test extends CentralDetailContract {
  CentralDetailOnH2Test() {
    super(Database.H2);
  }
}
