package dev.ggen.registry.central;

class CentralDetailOnPostgresTest extends CentralDetailContract {
  CentralDetailOnPostgresTest() {
    super(Database.POSTGRES);
  }
}
